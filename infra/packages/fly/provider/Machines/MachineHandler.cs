using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Fly.Sessions;
using PipAi.Providers.Fly.Values;

namespace PipAi.Providers.Fly.Machines;

/// <summary>The resource type Machine.</summary>
internal sealed class MachineHandler(Func<FlySession> session, PackageSchema schema) : ResourceHandler
{
    private const string IdForm = "<app>/<machine id>";
    private static readonly ImmutableArray<string> Moving = ["instanceId", "state", "privateIp", "imageDigest", "checks", "hostStatus"];
    private readonly MachineConfigJson configs = new(schema);

    public override string Token => "fly:index:Machine";

    public override IReadOnlyList<string> Stables => ["machineId", "createdAt", "name"];

    public override IReadOnlyList<string> ReplacedOn => ["config.mounts[0].volume", "config.guest.hostDedicationId"];

    public override IEnumerable<CheckFailure> Check(PropertyMap inputs) => new MachineValidator(inputs).Failures();

    public override PropertyMap Complete(CheckRequest request, PropertyMap inputs) =>
        inputs.Has("name") ? inputs : inputs.With("name", MachineNames.Choose(request));

    public override PropertyMap Normal(PropertyMap inputs) => MachineNormalForm.Of(inputs);

    // Names are unique in an app, so that a machine whose name the program chose cannot stand beside its replacement.
    public override DiffResponse Diff(DiffRequest request, ObjectSchema schema)
    {
        var diff = base.Diff(request, schema);
        diff.DeleteBeforeReplace = request.OldInputs.Text("name") == request.NewInputs.Text("name");
        return diff;
    }

    public override PropertyMap Planned(PropertyMap inputs, PropertyMap? oldOutputs)
    {
        var planned = inputs.WithoutNulls();
        foreach (var name in (string[])["machineId", "createdAt", .. Moving])
        {
            var stays = oldOutputs is not null && oldOutputs.Has(name) && !Moving.Contains(name);
            planned = planned.With(name, stays ? oldOutputs![name] : PropertyValue.Computed);
        }

        return planned;
    }

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var target = MachineTarget.From(request.Inputs, request.Urn, session().Settings.Owner);
        var machine = await new MachineCreation(session(), configs, target, request.Inputs).RunAsync(cancellation);
        return new CreateResponse { Id = target.ResourceId(machine), Outputs = MachineOutputs.Of(request.Inputs, machine) };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellation)
    {
        var (app, id) = ResourceIds.Split(request.Id, "machine", IdForm);
        var machine = await session().Machines.FindAsync(app, id, cancellation);
        if (machine is null || machine.IsGone) return new ReadResponse { Id = "" };
        var inputs = MachineReadback.Inputs(request.Inputs, app, machine, configs);
        return new ReadResponse { Id = request.Id, Inputs = inputs, Outputs = MachineOutputs.Of(inputs, machine) };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellation)
    {
        var (_, id) = ResourceIds.Split(request.Id, "machine", IdForm);
        var target = MachineTarget.From(request.NewInputs, request.Urn, session().Settings.Owner);
        var change = MachineChange.Between(Normal(request.OldInputs), Normal(request.NewInputs));
        var machine = await new MachineUpdate(session(), configs, target, request.NewInputs).RunAsync(id, change, cancellation);
        return new UpdateResponse { Outputs = MachineOutputs.Of(request.NewInputs, machine) };
    }

    public override async Task DeleteAsync(DeleteRequest request, CancellationToken cancellation)
    {
        var (app, id) = ResourceIds.Split(request.Id, "machine", IdForm);
        var known = request.OldInputs.IsEmpty ? request.OldOutputs : request.OldInputs;
        await new MachineRemoval(session(), app, id, known).RunAsync(cancellation);
    }
}
