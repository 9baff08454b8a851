namespace Pulumi;

/// <summary>Messages for the user who runs the deployment.</summary>
public static class Log
{
    /// <summary>For debugging; not shown otherwise.</summary>
    public static void Debug(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        _ = Deployment.Running.Logger.WriteAsync(Experimental.LogSeverity.Debug, message, resource, streamId, ephemeral);

    /// <summary>Shown while the deployment runs.</summary>
    public static void Info(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        _ = Deployment.Running.Logger.WriteAsync(Experimental.LogSeverity.Info, message, resource, streamId, ephemeral);

    /// <summary>Something is not as it should be.</summary>
    public static void Warn(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        _ = Deployment.Running.Logger.WriteAsync(Experimental.LogSeverity.Warning, message, resource, streamId, ephemeral);

    /// <summary>Something is wrong: the deployment fails.</summary>
    public static void Error(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        _ = Deployment.Running.Logger.WriteAsync(Experimental.LogSeverity.Error, message, resource, streamId, ephemeral);

    /// <summary>An exception, with its stack trace: the deployment fails.</summary>
    public static void Exception(Exception exception, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Error(exception.ToString(), resource, streamId, ephemeral);
    }
}
