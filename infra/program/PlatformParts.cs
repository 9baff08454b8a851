using PipAi.Infra.Frontend;
using PipAi.Infra.Parsing;
using PipAi.Infra.Storage;
using PipAi.Infra.Temporal;
using PipAi.Infra.Workers;

namespace PipAi.Infra;

/// <summary>The parts of the platform that serve its users: what is watched, and what the stack's outputs tell of.</summary>
internal sealed record PlatformParts(
    DocumentStore Documents, WorkflowNamespace Workflows, ParsingService Parsing, WorkerFleet Workers, WebFrontend Frontend);
