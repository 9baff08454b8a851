using Google.Protobuf;
using PipAi.Plugins.Properties;
using Temporalio.Api.Cloud.Namespace.V1;

namespace PipAi.Providers.TemporalCloud.Namespaces;

/// <summary>Translates between the program's properties and Temporal Cloud's specification of a namespace.</summary>
internal static class NamespaceInputs
{
    private const int DefaultRetentionDays = 30;

    /// <summary>
    /// Writes the inputs over a specification, which an update replaces as a whole: what is set elsewhere (search attributes,
    /// codec server, connectivity, capacity) stays.
    /// </summary>
    public static NamespaceSpec Write(PropertyMap inputs, NamespaceSpec existing)
    {
        var spec = existing.Clone();
        spec.Name = inputs.RequiredText("name");
        spec.RetentionDays = inputs.Whole("retentionDays") ?? DefaultRetentionDays;
        spec.ApiKeyAuth ??= new ApiKeyAuthSpec();
        spec.ApiKeyAuth.Enabled = inputs.Flag("apiKeyAuth") ?? true;
        spec.Lifecycle ??= new LifecycleSpec();
        spec.Lifecycle.EnableDeleteProtection = inputs.Flag("deletionProtection") ?? false;
        if (inputs.Text("acceptedClientCa") is { } ca)
        {
            spec.MtlsAuth ??= new MtlsAuthSpec();
            spec.MtlsAuth.Enabled = true;
            spec.MtlsAuth.AcceptedClientCa = ByteString.CopyFromUtf8(ca);
        }
        else if (spec.MtlsAuth is { Enabled: true })
        {
            spec.MtlsAuth.Enabled = false;
        }

        var availability = inputs.Map("highAvailability");
        if (!availability.IsEmpty || spec.HighAvailability is not null)
        {
            spec.HighAvailability ??= new HighAvailabilitySpec();
            spec.HighAvailability.DisableManagedFailover = availability.Flag("disableManagedFailover") ?? false;
            spec.HighAvailability.DisablePassivePollerForwarding = availability.Flag("disablePassivePollerForwarding") ?? false;
        }

        return spec;
    }

    /// <summary>Regions of a namespace, in Temporal's order.</summary>
    public static ImmutableArray<string> Regions(NamespaceSpec spec) =>
        [.. spec.Replicas.Select(replica => replica.Region)];

    /// <summary>A namespace as inputs; what is the default is left out.</summary>
    public static PropertyMap Read(Namespace found) => Normal(PropertyMap.Empty
        .With("name", found.Spec.Name)
        .With("regions", new PropertyValue(Regions(found.Spec).Select(region => new PropertyValue(region)).ToImmutableArray()))
        .With("retentionDays", found.Spec.RetentionDays)
        .With("apiKeyAuth", found.Spec.ApiKeyAuth?.Enabled ?? false)
        .With("acceptedClientCa", found.Spec.MtlsAuth is { Enabled: true } mtls ? mtls.AcceptedClientCa.ToStringUtf8() : null)
        .With("deletionProtection", found.Spec.Lifecycle?.EnableDeleteProtection ?? false)
        .With("highAvailability", new PropertyValue(PropertyMap.Empty
            .With("disableManagedFailover", found.Spec.HighAvailability?.DisableManagedFailover ?? false)
            .With("disablePassivePollerForwarding", found.Spec.HighAvailability?.DisablePassivePollerForwarding ?? false)))
        .With("tags", new PropertyValue(found.Tags.Where(tag => tag.Key != Api.OwnershipTag.Tag)
            .ToImmutableDictionary(tag => tag.Key, tag => new PropertyValue(tag.Value)))));

    /// <summary>The form in which two spellings of the same namespace are equal: no defaults, regions in one order.</summary>
    public static PropertyMap Normal(PropertyMap inputs)
    {
        var normal = inputs.WithoutNulls();
        if (normal.Whole("retentionDays") == DefaultRetentionDays) normal = normal.Remove("retentionDays");
        if (normal.Flag("apiKeyAuth") is true) normal = normal.Remove("apiKeyAuth");
        if (normal.Flag("deletionProtection") is false) normal = normal.Remove("deletionProtection");
        if (normal.TryGetValue("acceptedClientCa", out var ca) && ca.TryGetString(out var pem))
            normal = normal.With("acceptedClientCa", new PropertyValue(pem.Trim().ReplaceLineEndings("\n")).WithSecret(ca.IsSecret));
        // A failover reorders the regions: as a set they are the same.
        if (normal.List("regions") is { Length: > 1 } regions && regions.All(region => region.TryGetString(out _)))
            normal = normal.With(
                "regions",
                new PropertyValue(
                    regions.OrderBy(region => region.TryGetString(out var id) ? id : "", StringComparer.Ordinal).ToImmutableArray()));
        if (normal.TryGetValue("highAvailability", out var availability) && availability.TryGetMap(out var flags))
        {
            var set = flags.RemoveRange(
                flags.Where(flag => flag.Value.IsNull || (flag.Value.TryGetBool(out var on) && !on)).Select(flag => flag.Key));
            normal = normal.With("highAvailability", set.IsEmpty ? null : new PropertyValue(set));
        }

        return normal.TryGetValue("tags", out var tags) && tags.TryGetMap(out var labels) && labels.IsEmpty
            ? normal.Remove("tags") : normal;
    }
}
