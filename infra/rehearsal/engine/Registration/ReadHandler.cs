using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Execution;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Programs;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Registration;

/// <summary>ProviderResponses what a program asks without wanting a change: existing resources, functions, other stacks.</summary>
internal sealed class ReadHandler(
    OperationContext run, ResourceTable table, ProviderRegistry providers, RegistrationHandler registrations, StepExecutor executor,
    StackReferences stacks)
{
    /// <summary>Reads an existing resource (<c>Get</c>).</summary>
    public async Task<RegistrationResult> ReadAsync(ReadResourceRequest request)
    {
        var urn = "";
        try
        {
            TypeTokens.Check(request.Type);
            RequestUrns.Check(request);
            urn = registrations.UrnOf(request.Parent, request.Type, request.Name);
            return await ReadAsync(request, urn);
        }
        catch (Exception error) when (error is ProviderException or EngineException or FormatException)
        {
            run.Error(error is EngineException { Category: var category } ? category : ExitCategory.Resource, error.Message, urn);
            table.Miss(urn);
            return RegistrationResult.Failed(urn);
        }
    }

    /// <summary>Calls a function of a provider; null when its arguments or its provider are not known yet.</summary>
    public async Task<InvokeResponse?> InvokeAsync(ResourceInvokeRequest request)
    {
        RequestUrns.Check(request);
        var arguments = OutputValues.Unwrap(PropertyWire.Decode(request.Args));
        run.Mask.Learn(arguments);
        if (request.Tok.StartsWith("pulumi:pulumi:", StringComparison.Ordinal)) return await BuiltInAsync(request.Tok, arguments);
        var reference = request.Provider.Length > 0
            ? request.Provider
            : await registrations.DefaultProviderAsync(registrations.Packages.Of(request));
        if (reference is null || arguments.ContainsUnknowns || request.DependsOn.Any(table.IsUnresolved)) return null;
        var provider = await providers.GetAsync(reference);
        return await provider.InvokeAsync(request.Tok, arguments, run.Preview, run.ForcedStop);
    }

    private async Task<RegistrationResult> ReadAsync(ReadResourceRequest request, string urn)
    {
        table.Require(request.Name, Needs(request));
        if (run.BeginsNothingNew || request.Dependencies.Any(dependency => table.Find(dependency) is { Missing: true }))
            return NotTried(urn);
        var isReference = request.Type == TypeTokens.StackReference;
        var provider = request.Provider;
        if (!isReference && provider.Length == 0)
        {
            provider = await registrations.DefaultProviderAsync(registrations.Packages.Of(request)) ?? "";
            if (provider.Length == 0) return NotTried(urn);
        }

        if (table.Claim(urn, [], out var old, out _) is { } taken)
            throw new EngineException(ExitCategory.Failed, ErrorCodes.ProgramNotStarted, taken);
        if (request.Id.Length == 0) throw new FormatException($"'{request.Name}' is to be read, but its id is empty.");
        var inputs = OutputValues.Unwrap(PropertyWire.Decode(request.Properties));
        var goal = new ResourceState
        {
            Urn = urn,
            Type = request.Type,
            Custom = true,
            External = true,
            Id = Sentinels.IsUnknown(request.Id) ? "" : request.Id,
            Inputs = inputs,
            Outputs = isReference ? await stacks.ReferenceAsync(inputs) : PropertyMap.Empty,
            Parent = request.Parent,
            Provider = provider,
            Dependencies = [.. request.Dependencies.Distinct().Order(StringComparer.Ordinal)],
            AdditionalSecretOutputs = [.. request.AdditionalSecretOutputs],
        };
        return await FinishAsync(goal, old, isReference);
    }

    private static IEnumerable<string> Needs(ReadResourceRequest request) =>
        request.Parent.Length == 0 ? request.Dependencies : request.Dependencies.Append(request.Parent);

    private async Task<RegistrationResult> FinishAsync(ResourceState goal, ResourceState? old, bool isReference)
    {
        // A resource of another stack is known in full: to read it again would ask nobody.
        var op = isReference && old is { External: true } ? StepOp.Same
            : isReference && old is null ? StepOp.Same
            // What the program managed and now only reads by the same id is let go, and lives on.
            : old is null or { External: true } || old.Id == goal.Id ? StepOp.Read : StepOp.ReadReplacement;
        StepOutcome outcome;
        if (op == StepOp.Same)
        {
            run.Journal.Add(goal, old);
            outcome = new StepOutcome(true, goal);
        }
        else
        {
            outcome = await executor.ExecuteAsync(new PlannedStep(op, old, goal, Change.None));
            if (op == StepOp.ReadReplacement && outcome.Succeeded)
                await executor.ExecuteAsync(new PlannedStep(StepOp.Replace, old, outcome.State, Change.None));
        }

        if (!outcome.Succeeded || outcome.State is not { } state)
        {
            table.Miss(goal.Urn);
            return RegistrationResult.Failed(goal.Urn);
        }

        table.Complete(goal.Urn, state, null);
        return new RegistrationResult(goal.Urn, state, Result.Success);
    }

    private RegistrationResult NotTried(string urn)
    {
        table.Miss(urn);
        return RegistrationResult.NotTried(urn);
    }

    private async Task<InvokeResponse?> BuiltInAsync(string token, PropertyMap arguments)
    {
        switch (token)
        {
            case TypeTokens.GetResource when arguments.Get("urn") is PropertyValue.Text { Value: var urn }:
                var state = table.Known(urn)
                    ?? throw new EngineException(
                        ExitCategory.Failed, ErrorCodes.StateDamaged, $"There is no resource '{urn}' in this stack.");
                return Returned(PropertyMap.Of(("urn", urn), ("id", state.Id), ("state", state.Outputs)));
            case "pulumi:pulumi:readStackOutputs":
                return Returned(await stacks.ReferenceAsync(arguments));
            default:
                throw new EngineException(ExitCategory.Failed, ErrorCodes.PluginMissing, $"There is no function '{token}'.");
        }
    }

    private static InvokeResponse Returned(PropertyMap map)
    {
        var encoded = PropertyWire.Encode(map);
        return new InvokeResponse { Return = encoded ?? new Struct() };
    }
}
