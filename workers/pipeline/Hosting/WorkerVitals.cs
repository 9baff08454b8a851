using PipAi.Workers.Pipeline.Health;
using PipAi.Workers.Pipeline.Storage;

namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>
/// The evidence of a worker's health: what it does, how its polls stand, and when Temporal and the buckets last answered.
/// </summary>
internal sealed record WorkerVitals(WorkerState State, WorkerHealth Health, PollWatch Polls, Contact Temporal, DocumentClient Store);
