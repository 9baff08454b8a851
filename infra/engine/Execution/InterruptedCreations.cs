using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>
/// Creations of an earlier run whose outcome is not known and that nobody asks for any more. Only the provider can find what they
/// left, and it does when the creation is repeated with the same inputs; then it can be deleted like anything else.
/// </summary>
internal sealed class InterruptedCreations(OperationRun run, ProviderRegistry providers)
{
    public async Task ResolveAsync()
    {
        foreach (var intent in run.Journal.Current.Intents.Where(intent => intent.Kind == "creating" && run.Origin.Intents.Contains(intent)))
        {
            if (run.BeginsNothingNew) return;
            run.Events.Say(new Diagnostic(
                DiagnosticSeverity.Warning,
                $"The creation of '{intent.Resource.Name}' was interrupted in an earlier run; what it left is looked for and deleted.",
                intent.Resource.Urn));
            if (!run.Preview) await ResolveAsync(intent);
        }
    }

    private async Task ResolveAsync(Intent intent)
    {
        try
        {
            var provider = await providers.GetAsync(intent.Resource.Provider);
            var (id, outputs) = await provider.CreateAsync(intent.Resource, preview: false, run.StopNow);
            var isInUse = run.Journal.Current.Resources.Any(state => state.Type == intent.Resource.Type && state.Id == id);
            // Nothing was left if the provider took up a resource that the stack has anyway.
            if (!isInUse) run.Journal.Add(intent.Resource with { Id = id, Outputs = outputs, Delete = true, Protect = false }, null);
            run.Journal.End(intent);
            await run.Journal.SaveAsync();
        }
        catch (Exception error) when (error is ProviderException or EngineException)
        {
            run.Error(ExitCategory.Resource, error.Message, intent.Resource.Urn);
        }
    }
}
