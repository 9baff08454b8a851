using PipAi.Infra;
using PipAi.Infra.Settings;
using Pulumi;

// Settings are checked first; only then is anything declared to Pulumi.
return await Deployment.RunAsync(() =>
{
    var configuration = StackConfiguration.Read(new Config().Get, Environment.GetEnvironmentVariable("PULUMI_CONFIG"));
    var settings = PlatformSettings.Load(Deployment.Instance.StackName, configuration);
    return PipAiStack.Declare(settings);
});
