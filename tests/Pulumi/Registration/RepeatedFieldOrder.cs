using Google.Protobuf.Collections;

namespace PipAi.Pulumi.Tests.Registration;

/// <summary>Sets on the wire have no order; approved text needs one.</summary>
internal static class RepeatedFieldOrder
{
    public static void Sort(this RepeatedField<string> field)
    {
        var sorted = field.Order(StringComparer.Ordinal).ToList();
        field.Clear();
        field.Add(sorted);
    }
}
