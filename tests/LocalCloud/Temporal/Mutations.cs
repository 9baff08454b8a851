using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>
/// Makes wrong messages from their descriptors: one that is filled, and copies of it, each with one field taken away or set to something
/// odd.
/// </summary>
internal static class Mutations
{
    private const int Depth = 3;

    /// <summary>Fields that are refused by name, and those in which messages nest without end.</summary>
    private static readonly HashSet<string> Left =
    [
        "cron_schedule", "versioning_override", "priority", "time_skipping_config", "completion_callbacks", "on_conflict_options", "cause",
        "links", "worker_heartbeat",
    ];

    /// <summary>A message with all its fields set.</summary>
    public static T Filled<T>(T message, int depth = 0)
        where T : IMessage
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder().Where(
            field => !Left.Contains(field.Name) && !field.IsMap && !field.IsRepeated))
        {
            if (field.FieldType == FieldType.String)
                field.Accessor.SetValue(message, field.Name == "namespace" ? TemporalBed.Namespace : field.Name == "run_id" ? "" : "x");
            if (field.FieldType == FieldType.Message && depth < Depth && Made(field) is { } inner)
                field.Accessor.SetValue(message, inner is Duration ? inner : Filled(inner, depth + 1));
        }
        return message;
    }

    /// <summary>Its copies, each with what is odd about it.</summary>
    public static IEnumerable<(string What, IMessage Message)> Of(IMessage message)
    {
        foreach (var path in Paths(message, []))
        {
            foreach (var (what, value) in Odd(path[^1]))
            {
                var copy = message.Descriptor.Parser.ParseFrom(message.ToByteArray());
                var at = path[..^1].Aggregate(copy, (within, field) => (IMessage)field.Accessor.GetValue(within));
                if (value is null) path[^1].Accessor.Clear(at);
                else path[^1].Accessor.SetValue(at, value);
                yield return ($"{message.Descriptor.Name}.{string.Join('.', path.Select(field => field.Name))} {what}", copy);
            }
        }
    }

    private static IEnumerable<FieldDescriptor[]> Paths(IMessage message, FieldDescriptor[] before)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder().Where(
            field => !Left.Contains(field.Name) && field.Name != "namespace"))
        {
            FieldDescriptor[] path = [.. before, field];
            if (!field.IsMap && !field.IsRepeated) yield return path;
            if (field.FieldType != FieldType.Message || field.MessageType.File == DoubleValue.Descriptor.File
                || field.Accessor.GetValue(message) is not IMessage inner || field.IsMap || field.IsRepeated
                || inner is Duration or Timestamp) continue;
            foreach (var deeper in Paths(inner, path)) yield return deeper;
        }
    }

    private static IEnumerable<(string What, object? Value)> Odd(FieldDescriptor field) => field switch
    {
        { FieldType: FieldType.String } => [("missing", null), ("long", new string('x', 1001))],
        { FieldType: FieldType.Bytes } => [("missing", null), ("nonsense", ByteString.CopyFrom(0xff, 0xfe))],
        { FieldType: FieldType.Message } when field.MessageType == Duration.Descriptor =>
            [("missing", null), ("negative", new Duration { Seconds = -5 }), ("of two signs", new Duration { Seconds = 5, Nanos = -5 }),
                ("endless", new Duration { Seconds = long.MaxValue, Nanos = int.MaxValue })],
        { FieldType: FieldType.Message } when field.MessageType == Timestamp.Descriptor =>
            [("missing", null), ("endless", new Timestamp { Seconds = long.MaxValue })],
        { FieldType: FieldType.Message } when field.MessageType.File == DoubleValue.Descriptor.File => [],
        { FieldType: FieldType.Message } => [("missing", null), ("empty", Made(field))],
        { FieldType: FieldType.Enum } => [("unknown", System.Enum.ToObject(field.EnumType.ClrType, 77))],
        { FieldType: FieldType.Int32 } => [("negative", -7), ("huge", int.MaxValue)],
        { FieldType: FieldType.Int64 } => [("negative", -7L), ("huge", long.MaxValue)],
        { FieldType: FieldType.Double } => [("no number", double.NaN), ("endless", double.PositiveInfinity)],
        _ => [],
    };

    private static IMessage? Made(FieldDescriptor field) =>
        field.MessageType is { ClrType: { } type } described && described.File != DoubleValue.Descriptor.File
            ? (IMessage?)Activator.CreateInstance(type) : null;
}
