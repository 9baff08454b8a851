using PipAi.Infra;
using PipAi.Infra.Policies;
using PipAi.Infra.Settings;
using Pulumi;

// Settings are checked first, then the rules no stack may break; only then is anything declared to Pulumi.
return await Deployment.RunAsync(async () =>
{
    var configuration = StackConfiguration.Read(new Config().Get, Environment.GetEnvironmentVariable("PULUMI_CONFIG"));
    var settings = PlatformSettings.Load(Deployment.Instance.StackName, configuration);
    await PolicyGate.CheckAsync(settings);
    return PipAiStack.Declare(settings);
});
