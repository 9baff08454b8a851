using System.Reflection;
using EmbeddedPulumi.Engine.Errors;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Temporal.DevServer;
using PipAi.Operations.Platform;

namespace PipAi.Cli.Errors;

/// <summary>
/// From any exception to what is told of it. What a boundary has explained says its code itself; everything else belongs to the
/// technology that threw it. Only what none of them owns is a bug of ours.
/// </summary>
internal static class Failures
{
    /// <summary>What is told of an exception.</summary>
    public static Failure Of(Exception exception) => Explained(exception) ?? OfTechnology(exception) ?? Bug(exception);

    /// <summary>Whether a run that was told to stop ended for that reason.</summary>
    public static bool IsStop(Exception exception) => Chain(exception).Any(link => link is OperationCanceledException
        || link is Grpc.Core.RpcException { StatusCode: Grpc.Core.StatusCode.Cancelled }
        || link is Temporalio.Exceptions.RpcException { Code: Temporalio.Exceptions.RpcException.StatusCode.Cancelled }
        || link is EngineException { Category: ExitCategory.Cancelled });

    private static Failure? Explained(Exception exception) => exception switch
    {
        CliException known => Failure.Of(known.Code, known.Message, known.Fix),
        EngineException engine => new Failure(ExitCodes.Of(engine.Category), engine.Code, Pasteable.Of(engine.Message), engine.Fix),
        IncompletePlatformException incomplete => new Failure(ExitCode.Error, "PC110", incomplete.Message, "./pipai up"),
        PlatformCallException call =>
            new Failure(
                call.TimedOut ? ExitCode.Timeout : call.Refused ? ExitCode.Credentials : ExitCode.Error, "PC111", call.Message,
                "./pipai status"),
        LocalCloudSilentException silent =>
            new Failure(silent.TimedOut ? ExitCode.Timeout : ExitCode.Error, "PC112", silent.Message, silent.Fix),
        TemporalServerException server => new Failure(ExitCode.Configuration, "PC113", server.Message, server.Fix),
        _ => null,
    };

    private static Failure? OfTechnology(Exception exception)
    {
        foreach (var link in Chain(exception))
        {
            if (Explained(link) is { } explained) return explained;
            if (Technologies.Of(link) is { } technology)
                return new Failure(
                    technology.Exit(link), technology.Code, $"{technology.Fails}: {Words(link).TrimEnd('.')}.", technology.Fix);
        }

        return null;
    }

    private static string Words(Exception exception) => exception switch
    {
        Grpc.Core.RpcException answer => $"{answer.StatusCode}: {answer.Status.Detail}",
        OperationCanceledException => "it took longer than it may",
        _ => exception.Message,
    };

    private static Failure Bug(Exception exception) =>
        new(ExitCode.Bug, "PC255", $"This is a bug in pipai: {exception.GetType().Name}: {exception.Message}", "./pipai <verb> --debug");

    /// <summary>The exception and its causes, the outermost first; wrappers that say nothing are passed over.</summary>
    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (Exception? link = exception; link is not null; link = link.InnerException)
        {
            if (link is not (AggregateException or TargetInvocationException or TypeInitializationException)) yield return link;
        }
    }
}
