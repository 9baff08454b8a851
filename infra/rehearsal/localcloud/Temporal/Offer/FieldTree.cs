using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace PipAi.LocalCloud.Temporal.Offer;

/// <summary>
/// A set of field paths (<c>spec.replicas.region</c>); a path names all that lies below it. Maps and lists count as their values.
/// </summary>
internal sealed class FieldTree
{
    private readonly Dictionary<string, FieldTree> below = new(StringComparer.Ordinal);

    /// <summary>The set of these paths.</summary>
    public static FieldTree Of(IEnumerable<string> paths)
    {
        var root = new FieldTree();
        foreach (var path in paths)
        {
            var node = root;
            foreach (var name in path.Split('.'))
            {
                if (!node.below.TryGetValue(name, out var next)) node.below[name] = next = new FieldTree();
                node = next;
            }
        }
        return root;
    }

    /// <summary>
    /// The first field set in a message that is not in this set, or that has a value its type does not know; null if there is none.
    /// </summary>
    public string? FirstOther(IMessage message) => FirstOther(message, "");

    /// <summary>The first field of this set that a message sets; null if it sets none.</summary>
    public string? FirstSet(IMessage message) => below
        .Select(
            child =>
                message.Descriptor.FindFieldByName(child.Key) is { } field && IsSet(message, field)
                    ? child.Value.SetBelow(message, field) : null)
        .FirstOrDefault(found => found is not null);

    /// <summary>Whether a message sets the field of this path.</summary>
    public static bool IsSet(IMessage message, string path)
    {
        var (name, rest) = path.Split('.', 2) is [var first, var more] ? (first, more) : (path, null);
        var field = message.Descriptor.FindFieldByName(name);
        return field is not null && IsSet(message, field) && (rest is null || Messages(message, field).All(child => IsSet(child, rest)));
    }

    private string? SetBelow(IMessage message, FieldDescriptor field) => below.Count == 0
        ? field.Name
        : Messages(message, field).Select(FirstSet).FirstOrDefault(found => found is not null) is { } found
            ? $"{field.Name}.{found}" : null;

    private string? FirstOther(IMessage message, string at)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => IsSet(message, field)))
        {
            var path = at + field.Name;
            if (below.Count > 0 && !below.ContainsKey(field.Name)) return $"field '{path}'";
            if (Values(message, field).Any(IsNoTime)) return $"value out of range in field '{path}'";
            if (UnknownValue(message, field) is { } value) return $"value {value} of field '{path}'";
            var deeper = below.Count > 0 ? below[field.Name] : this;
            if (Messages(message, field).Select(child => deeper.FirstOther(child, path + ".")).FirstOrDefault(
                other => other is not null) is { } found)
                return found;
        }
        return UnknownNumber(message) is { } number ? $"field number {number}{(at.Length > 0 ? $" in '{at.TrimEnd('.')}'" : "")}" : null;
    }

    private static bool IsNoTime(object value) => value switch
    {
        Timestamp time => time.Seconds is < -62_135_596_800 or > 253_402_300_799 || time.Nanos is < 0 or > 999_999_999,
        Duration span =>
            span.Seconds is < -315_576_000_000 or > 315_576_000_000 || Math.Abs((long)span.Nanos) > 999_999_999
                || span.Seconds * (long)span.Nanos < 0,
        _ => false,
    };

    private static int? UnknownValue(IMessage message, FieldDescriptor field)
    {
        var described = field.IsMap ? field.MessageType.FindFieldByName("value") : field;
        if (described.FieldType != FieldType.Enum) return null;
        foreach (var number in Values(message, field).Select(value => Convert.ToInt32(value, null)))
        {
            if (described.EnumType.FindValueByNumber(number) is null) return number;
        }
        return null;
    }

    // The package keeps fields that its descriptors do not know, and hides them: they show on the wire only.
    private static int? UnknownNumber(IMessage message)
    {
        var input = new CodedInputStream(message.ToByteArray());
        while (input.ReadTag() is var tag && tag != 0)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            if (message.Descriptor.FindFieldByNumber(number) is null) return number;
            input.SkipLastField();
        }
        return null;
    }

    private static IEnumerable<IMessage> Messages(IMessage message, FieldDescriptor field) => Values(message, field).OfType<IMessage>();

    private static IEnumerable<object> Values(IMessage message, FieldDescriptor field) => field.Accessor.GetValue(message) switch
    {
        IDictionary map => map.Values.Cast<object>(),
        IList list => list.Cast<object>(),
        null => [],
        var value => [value],
    };

    private static bool IsSet(IMessage message, FieldDescriptor field) => field.Accessor.GetValue(message) switch
    {
        null or "" or 0 or 0L or 0u or 0ul or 0f or 0d or false =>
            field.HasPresence && field.FieldType != FieldType.Message && field.Accessor.HasValue(message),
        ByteString { Length: 0 } => false,
        ICollection { Count: 0 } => false,
        System.Enum value => Convert.ToInt32(value, null) != 0,
        _ => true,
    };
}
