using PipAi.Plugins.Properties;
using Temporalio.Api.Cloud.Operation.V1;

namespace PipAi.Providers.TemporalCloud.Api;

/// <summary>An operation of Temporal Cloud did not end well.</summary>
internal sealed class OperationFailedException : Exception
{
    public OperationFailedException(string purpose, AsyncOperation operation)
        : base($"Temporal Cloud could not {purpose}: the operation was {operation.State.ToString().ToLowerInvariant()}"
            + (operation.FailureReason.Length > 0 ? $": {operation.FailureReason.TrimEnd('.')}" : "")
            + $". Mend it and run again. (operation {operation.Id})")
    {
    }

    public OperationFailedException(string purpose, AsyncOperation operation, TimeSpan waited)
        : base(
            $"Temporal Cloud did not {purpose} within {Durations.Format(waited)}: the operation is still {operation.State.ToString()
                .ToLowerInvariant()}. "
                + $"Run again to go on waiting, or raise the provider's operationTimeout. (operation {operation.Id})")
    {
    }
}
