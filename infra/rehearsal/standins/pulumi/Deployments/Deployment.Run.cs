using System.Collections.Immutable;
using System.Reflection;
using Grpc.Core;
using Pulumi.Experimental;

namespace Pulumi;

/// <content>Running a program, and its exit code.</content>
public sealed partial class Deployment
{
    private const int Success = 0;
    private const int Failed = 1;

    // Tells the process that started the program that the user has seen the error.
    private const int FailedAndReported = 32;

    /// <summary>Runs a program that declares resources.</summary>
    /// <returns>The process's exit code: 0, 1 after an error in the log, 32 after an exception that was reported.</returns>
    public static Task<int> RunAsync(Action action) => RunAsync(() =>
    {
        action();
        return ImmutableDictionary<string, object?>.Empty;
    });

    /// <summary>Runs a program that declares resources and returns the stack's outputs.</summary>
    /// <returns>The process's exit code: 0, 1 after an error in the log, 32 after an exception that was reported.</returns>
    public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) => RunAsync(() => Task.FromResult(func()));

    /// <summary>Runs a program that declares resources and awaits.</summary>
    /// <returns>The process's exit code: 0, 1 after an error in the log, 32 after an exception that was reported.</returns>
    public static Task<int> RunAsync(Func<Task> func) => RunAsync(async () =>
    {
        await func().ConfigureAwait(false);
        return (IDictionary<string, object?>)ImmutableDictionary<string, object?>.Empty;
    });

    /// <summary>Runs a program that declares resources, awaits, and returns the stack's outputs.</summary>
    /// <returns>The process's exit code: 0, 1 after an error in the log, 32 after an exception that was reported.</returns>
    public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null) =>
        FromEnvironment().RunAsync(() => new Stack(func, options), registerProperties: false);

    /// <summary>Runs a program that is a stack class.</summary>
    /// <returns>The process's exit code: 0, 1 after an error in the log, 32 after an exception that was reported.</returns>
    public static Task<int> RunAsync<TStack>()
        where TStack : Stack, new() => FromEnvironment().RunAsync(Create<TStack>, registerProperties: true);

    /// <summary>Runs a program that is a stack class, made by a service provider.</summary>
    /// <returns>The process's exit code: 0, 1 after an error in the log, 32 after an exception that was reported.</returns>
    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack => FromEnvironment().RunAsync(() => Resolve<TStack>(serviceProvider), registerProperties: true);

    private static Deployment FromEnvironment()
    {
        var (settings, monitor, engine) = DeploymentSettings.FromEnvironment(Environment.GetEnvironmentVariable);
        return new Deployment(settings, new GrpcEngine(engine), new GrpcMonitor(monitor));
    }

    // Not `new TStack()`: that wraps what the constructor throws.
    private static TStack Create<TStack>()
        where TStack : Stack =>
        (TStack)Activator.CreateInstance(
            typeof(TStack), BindingFlags.DoNotWrapExceptions | BindingFlags.Instance | BindingFlags.Public, null, null, null)!;

    private static TStack Resolve<TStack>(IServiceProvider services)
        where TStack : Stack
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetService(typeof(TStack)) as TStack ?? throw new InvalidOperationException(
            $"Failed to resolve instance of type {typeof(TStack)} from service provider. "
            + "Register the type with the service provider before calling RunAsync.");
    }

    private async Task<int> RunAsync(Func<Stack> declare, bool registerProperties)
    {
        if (Running_.Value is not null)
            throw new InvalidOperationException("Deployment.Instance should only be set once at the beginning of a 'Run' call.");
        Running_.Value = new DeploymentInstance(this);
        declarations.Enter();
        new ProgramContext(tasks, message => Logger.Warn(message)).Enter();
        await using var callbacks = Transforms;
        try
        {
            var declared = declare();
            if (registerProperties) declared.RegisterPropertyOutputs();
            Track(declared.Outputs.Resolution);
        }
        catch (Exception failure)
        {
            return await ReportAsync([failure]).ConfigureAwait(false);
        }

        var failures = await tasks.WhenIdleAsync().ConfigureAwait(false);
        if (failures.Count > 0) return await ReportAsync(failures).ConfigureAwait(false);
        if (Logger.HasErrors) return Failed;
        try
        {
            await Monitor.SignalAndWaitForShutdownAsync().ConfigureAwait(false);
            return Success;
        }
        catch (Exception failure)
        {
            return await ReportAsync([failure]).ConfigureAwait(false);
        }
    }

    private async Task<int> ReportAsync(IReadOnlyList<Exception> failures)
    {
        var reported = false;
        foreach (var failure in failures) reported |= await ReportAsync(failure).ConfigureAwait(false);
        var exitCode = reported ? FailedAndReported : Failed;
        // Also for a program that awaits RunAsync and returns nothing.
        if (Monitor is GrpcMonitor) Environment.ExitCode = exitCode;
        return exitCode;
    }

    /// <summary>Tells the user of a failure; false if not even that worked.</summary>
    private async Task<bool> ReportAsync(Exception failure)
    {
        if (failure is LogException)
        {
#pragma warning disable RS0030 // What a program's engine does not take, its user still sees.
            await Console.Error.WriteLineAsync($"Error occurred trying to send logging message to engine: {failure.Message}")
                .ConfigureAwait(false);
#pragma warning restore RS0030
            return false;
        }

        var (message, resource, hideStack) = failure switch
        {
            RunException => (failure.Message, null, true),
            ResourceException one => (one.Message, one.Resource, one.HideStack),
            RpcException answer => (answer.Status.Detail, null, true), // the engine's own words
            _ => ($"Running program '{Assembly.GetEntryAssembly()?.Location}' failed with an unhandled exception:\n"
                + $"{failure.GetType()}: {failure.Message}", null, false),
        };
        // A stack trace helps to debug the program, so it goes to the debug log.
        if (!hideStack) await Logger.WriteAsync(LogSeverity.Debug, failure.ToString()).ConfigureAwait(false);
        await Logger.WriteAsync(LogSeverity.Error, message, resource).ConfigureAwait(false);
        return true;
    }
}
