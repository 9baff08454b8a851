using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Validation;

/// <summary>What is wrong with a field.</summary>
/// <param name="Message">In Temporal's words.</param>
/// <param name="EndsRun">Whether a command with it ends its run: what is too large now stays too large.</param>
/// <param name="Cause">The cause of the failed workflow task, if it is not the one of the command.</param>
internal readonly record struct FieldFault(string Message, bool EndsRun = false, WorkflowTaskFailedCause? Cause = null);
