using Google.Protobuf;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Policies;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using NamespaceSpec = Temporalio.Api.Cloud.Namespace.V1.NamespaceSpec;

namespace PipAi.LocalCloud.Temporal.Filters;

/// <summary>Which search attributes the namespaces have, and of which types: the built-in ones, and those that the Cloud Ops API gave
/// them.</summary>
internal sealed class AttributeSchema(SerialExecutor executor, Func<string, NamespaceSpec> specOf)
{
    private const string TypeMetadata = "type";

    /// <summary>The attributes that the Cloud Ops API gave a namespace.</summary>
    public IEnumerable<KeyValuePair<string, IndexedValueType>> CustomOf(string namespaceId) =>
        specOf(namespaceId).SearchAttributes.Select(attribute =>
            KeyValuePair.Create(attribute.Key, TypeOf(attribute.Value)));

    /// <summary>The type of an attribute, or null if the namespace has none of this name.</summary>
    public IndexedValueType? TypeOf(string namespaceId, string name)
    {
        if (BuiltInAttributes.All.TryGetValue(name, out var builtIn)) return builtIn;
        return specOf(namespaceId).SearchAttributes.TryGetValue(name, out var custom) ? TypeOf(custom) : null;
    }

    /// <summary>What is wrong with the attributes that a run is to have; null if nothing is. Then their payloads say their types.</summary>
    public string? Fault(string namespaceId, SearchAttributes attributes) => executor.Run(() =>
    {
        if (attributes.IndexedFields.Count > Limits.Attributes)
            return $"number of search attributes {attributes.IndexedFields.Count} exceeds limit {Limits.Attributes}";
        foreach (var (name, value) in attributes.IndexedFields)
        {
            if (Fault(namespaceId, name, value) is { } fault) return fault;
        }
        return null;
    });

    /// <summary>What is wrong with the size of attributes; null if nothing is.</summary>
    public static string? SizeFault(SearchAttributes attributes)
    {
        foreach (var (name, value) in attributes.IndexedFields)
        {
            if (value.Data.Length > Limits.AttributeBytes)
                return $"search attribute {name} value size {value.Data.Length} exceeds size limit {Limits.AttributeBytes}";
        }
        return attributes.CalculateSize() is var bytes && bytes > Limits.AllAttributesBytes
            ? $"total size of search attributes {bytes} exceeds size limit {Limits.AllAttributesBytes}"
            : null;
    }

    private string? Fault(string namespaceId, string name, Payload value)
    {
        if (BuiltInAttributes.System.ContainsKey(name) || BuiltInAttributes.Reserved.ContainsKey(name))
            return $"{name} attribute can't be set in SearchAttributes";
        if (TypeOf(namespaceId, name) is not { } type) return $"Namespace {namespaceId} has no mapping defined for search attribute {name}";
        if (AttributeValue.Read(value, type) is null)
            return $"invalid value for search attribute {name} of type {type}: {value.Data.ToStringUtf8()}";
        value.Metadata.TryAdd(TypeMetadata, ByteString.CopyFromUtf8(type.ToString()));
        return null;
    }

    // The types have the same numbers in both APIs.
    private static IndexedValueType TypeOf(NamespaceSpec.Types.SearchAttributeType type) =>
        (IndexedValueType)(int)type;
}
