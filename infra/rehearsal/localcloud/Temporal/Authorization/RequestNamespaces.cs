using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Authorization;

/// <summary>
/// Every namespace that a request is about, wherever it stands: in its own field, by id, or in a command or operation within it (a
/// child workflow, say, may be started in another namespace).
/// </summary>
internal static class RequestNamespaces
{
    private static readonly ConcurrentDictionary<MessageDescriptor, ImmutableArray<FieldDescriptor>> Ways = new();

    /// <summary>Failures and links tell where something came from; nothing is done there.</summary>
    private static readonly HashSet<MessageDescriptor> Told =
        [Temporalio.Api.Failure.V1.Failure.Descriptor, Temporalio.Api.Common.V1.Link.Descriptor];

    /// <summary>The namespaces' names or ids, the request's own first; none that is empty.</summary>
    public static IEnumerable<string> Of(IMessage message)
    {
        foreach (var field in Ways.GetOrAdd(message.Descriptor, FindWays))
        {
            foreach (var name in Within(field.Accessor.GetValue(message))) yield return name;
        }
    }

    private static IEnumerable<string> Within(object? value) => value switch
    {
        string name => name.Length > 0 ? [name] : [],
        IMessage inner => Of(inner),
        IDictionary map => map.Values.Cast<object>().SelectMany(Within),
        IList list => list.Cast<object>().SelectMany(Within),
        _ => [],
    };

    private static ImmutableArray<FieldDescriptor> FindWays(MessageDescriptor message) =>
    [
        .. message.Fields.InDeclarationOrder()
            .Where(field => NamesOne(field) || (field.FieldType == FieldType.Message && Leads(field.MessageType, [])))
            .OrderByDescending(NamesOne),
    ];

    private static bool NamesOne(FieldDescriptor field) => field.FieldType == FieldType.String
        && (field.Name is "namespace" or "namespace_id"
            || (field.Name == "id" && field.ContainingType == DescribeNamespaceRequest.Descriptor));

    private static bool Leads(MessageDescriptor message, HashSet<MessageDescriptor> seen) => !Told.Contains(message) && seen.Add(message)
        && message.Fields.InDeclarationOrder().Any(
            field => NamesOne(field) || (field.FieldType == FieldType.Message && Leads(field.MessageType, seen)));
}
