using PipAi.Infra;
using PipAi.Infra.ExitCodes;
using PipAi.Infra.Policies;
using PipAi.Infra.Settings;
using Pulumi;

// Settings are checked first, then the rules no stack may break; only then is anything deployed.
var refusals = new Refusals(Environment.GetEnvironmentVariable);
return refusals.ExitCode(await Deployment.RunAsync(() => refusals.NotedAsync(async () =>
{
    var configuration = StackConfiguration.Read(new Config().Get, Environment.GetEnvironmentVariable("PULUMI_CONFIG"));
    var settings = PlatformSettings.Load(Deployment.Instance.StackName, configuration, TimeProvider.System.GetUtcNow());
    // A run declares the platform twice: here in memory, since every rule must hold before a resource is registered; then to Pulumi.
    var rules = PolicyGate.CheckAsync(settings, PipAiStack.Declare);
    // A preview changes nothing: the rules are checked while the plan is made.
    if (!Deployment.Instance.IsDryRun) await rules;
    var outputs = PipAiStack.Declare(settings);
    await rules;
    return outputs;
})));
