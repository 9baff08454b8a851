using EmbeddedPulumi.Protocol;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>Refuses what is no URN where one belongs, before anything is made of it: a state with it could be read by nobody.</summary>
internal static class RequestUrns
{
    /// <exception cref="FormatException">Something is no URN; the message says what.</exception>
    public static void Check(RegisterResourceRequest request)
    {
        Check(request.Name, "parent", [request.Parent]);
        Check(request.Name, "provider", [ProviderUrn(request.Provider)]);
        Check(request.Name, "dependency", request.Dependencies);
        foreach (var (property, dependencies) in request.PropertyDependencies)
            Check(request.Name, $"dependency of '{property}'", dependencies.Urns);
        Check(request.Name, "deletedWith", [request.DeletedWith]);
        Check(request.Name, "replaceWith", request.ReplaceWith);
        Check(request.Name, "alias", request.AliasURNs);
        Check(request.Name, "alias", request.Aliases.Select(alias => alias.Urn));
        Check(request.Name, "parent of an alias", request.Aliases.Select(alias => alias.Spec?.ParentUrn ?? ""));
    }

    /// <exception cref="FormatException">Something is no URN; the message says what.</exception>
    public static void Check(ReadResourceRequest request)
    {
        Check(request.Name, "parent", [request.Parent]);
        Check(request.Name, "provider", [ProviderUrn(request.Provider)]);
        Check(request.Name, "dependency", request.Dependencies);
    }

    /// <exception cref="FormatException">Something is no URN; the message says what.</exception>
    public static void Check(ResourceInvokeRequest request)
    {
        Check(request.Tok, "provider", [ProviderUrn(request.Provider)]);
        Check(request.Tok, "dependency", request.DependsOn);
    }

    /// <summary>The URN of a provider reference; of what is none, all of it.</summary>
    private static string ProviderUrn(string reference) =>
        reference.LastIndexOf("::", StringComparison.Ordinal) is > 0 and var end ? reference[..end] : reference;

    private static void Check(string name, string what, IEnumerable<string> texts)
    {
        if (texts.FirstOrDefault(text => text.Length > 0 && !Urn.TryParse(text, out _)) is { } wrong)
            throw new FormatException(
                $"The {what} '{wrong}' of '{name}' is not a URN: it must read urn:pulumi:STACK::PROJECT::TYPE::NAME.");
    }
}
