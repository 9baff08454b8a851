using PipAi.Plugins.Diffing;
using PipAi.Plugins.Properties;
using PipAi.Providers.Fly.Api;

namespace PipAi.Providers.Fly.Machines;

/// <summary>What a machine is now, as inputs: where it differs from what the program wrote, the next plan shows a change.</summary>
internal static class MachineReadback
{
    public static PropertyMap Inputs(PropertyMap known, string app, MachineView machine, MachineConfigJson configs)
    {
        var read = PropertyMap.Empty
            .With("app", app)
            .With("region", machine.Region)
            .With("name", machine.Name)
            .With("cordoned", machine.Cordoned)
            .With("processGroup", machine.Metadata("fly_process_group"))
            .With("desiredState", DesiredState(known, machine));
        foreach (var name in (string[])["skipLaunch", "minSecretsVersion", "rollout", "deletion"])
            read = read.With(name, known.GetValueOrDefault(name));

        // A host that is not reachable shows a part of the configuration only: that is no drift.
        var config = machine.HostStatus == "ok" && machine.Config is { } json
            ? new PropertyValue(configs.Read(json)) : known.GetValueOrDefault("config");
        return Readback.Merge(known, read.With("config", config), MachineNormalForm.Of);
    }

    // Without a desired state the proxy or a scaler starts and stops the machine, which is no drift.
    private static string? DesiredState(PropertyMap known, MachineView machine) => known.Text("desiredState") switch
    {
        null => null,
        var wanted => machine.State is "started" or "stopped" ? machine.State : wanted,
    };
}
