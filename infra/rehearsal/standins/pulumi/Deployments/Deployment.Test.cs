using System.Collections.Immutable;
using Pulumi.Testing;

namespace Pulumi;

/// <content>Running a program against mocks.</content>
public sealed partial class Deployment
{
    /// <summary>Runs a stack class against mocks.</summary>
    /// <returns>Its resources in the order of registration, the stack among them.</returns>
    /// <exception cref="RunException">The program failed; the message is the error that it logged.</exception>
    public static Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new() => TestAsync(mocks, options, Create<TStack>, registerProperties: true);

    /// <summary>Runs a stack class, made by a service provider, against mocks.</summary>
    /// <returns>Its resources in the order of registration, the stack among them.</returns>
    /// <exception cref="RunException">The program failed; the message is the error that it logged.</exception>
    public static Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(
        IMocks mocks, IServiceProvider serviceProvider, TestOptions? options = null)
        where TStack : Stack => TestAsync(mocks, options, () => Resolve<TStack>(serviceProvider), registerProperties: true);

    /// <summary>Runs a function that declares resources and returns outputs against mocks.</summary>
    /// <exception cref="RunException">The program failed; the message is the error that it logged.</exception>
    public static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<Task<IDictionary<string, object?>>> createResources)
    {
        var all = await TestAsync(testMocks, testOptions, () => new TestStack(createResources), registerProperties: false)
            .ConfigureAwait(false);
        var stack = all.OfType<TestStack>().Single();
        return ([.. all.Where(resource => resource != stack)], await stack.Results.ConfigureAwait(false));
    }

    /// <summary>Runs a function that declares resources and returns outputs against mocks.</summary>
    /// <exception cref="RunException">The program failed; the message is the error that it logged.</exception>
    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<IDictionary<string, object?>> createResources) =>
        TestAsync(testMocks, testOptions, () => Task.FromResult(createResources()));

    /// <summary>Runs a function that declares resources against mocks.</summary>
    /// <exception cref="RunException">The program failed; the message is the error that it logged.</exception>
    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Func<Task> createResources)
    {
        var (resources, _) = await TestAsync(testMocks, testOptions, async () =>
        {
            await createResources().ConfigureAwait(false);
            return new Dictionary<string, object?>() as IDictionary<string, object?>;
        }).ConfigureAwait(false);
        return resources;
    }

    /// <summary>Runs a function that declares resources against mocks.</summary>
    /// <exception cref="RunException">The program failed; the message is the error that it logged.</exception>
    public static Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Action createResources) =>
        TestAsync(testMocks, testOptions, () =>
        {
            createResources();
            return Task.CompletedTask;
        });

    private static async Task<ImmutableArray<Resource>> TestAsync(
        IMocks mocks, TestOptions? options, Func<Stack> declare, bool registerProperties)
    {
        var settings = new DeploymentSettings
        {
            Project = options?.ProjectName ?? "project",
            Stack = options?.StackName ?? "stack",
            Organization = options?.OrganizationName ?? "organization",
            RootDirectory = options?.RootDirectory,
            IsDryRun = options?.IsPreview ?? true,
            Config = DeploymentSettings.ParseConfig(Environment.GetEnvironmentVariable("PULUMI_CONFIG")),
        };
        var engine = new MockEngine();
        var monitor = new MockMonitor(mocks, settings.Project, settings.Stack);
        await new Deployment(settings, engine, monitor).RunAsync(declare, registerProperties).ConfigureAwait(false);
        return engine.Errors.ToArray() switch
        {
            [] => monitor.Resources,
            [var error] => throw new RunException(error),
            var errors => throw new AggregateException(errors.Select(error => new RunException(error))),
        };
    }
}
