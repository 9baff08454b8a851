using PipAi.Workers.Unstructured.Refusals;

namespace PipAi.Workers.Unstructured.Requests;

/// <summary>One field of the partition form: a line of the table that requests are read by and that the README shows.</summary>
internal sealed record PartitionParameter
{
    private readonly Func<PartitionParameters, IReadOnlyList<string>, PartitionParameters> read;

    private PartitionParameter(Func<PartitionParameters, IReadOnlyList<string>, PartitionParameters> read) => this.read = read;

    /// <summary>Its name, as Unstructured's.</summary>
    public required string Name { get; init; }

    /// <summary>Its type or its words, as the README shows them.</summary>
    public required string Type { get; init; }

    /// <summary>What it is when it is not sent, as the README shows it; empty for nothing.</summary>
    public required string Default { get; init; }

    /// <summary>Whether any value of the type is taken; else its default only.</summary>
    public required bool IsOffered { get; init; }

    /// <summary>What it does, or why it is refused.</summary>
    public required string Meaning { get; init; }

    /// <summary>A field that has an effect.</summary>
    public static PartitionParameter Offered<T>(
        string name, FieldType<T> type, T byDefault, string meaning, Func<PartitionParameters, T, PartitionParameters> apply) =>
        new((parameters, values) => apply(parameters, type.Parse(values)))
        {
            Name = name,
            Type = type.Name,
            Default = Shown(byDefault),
            IsOffered = true,
            Meaning = meaning,
        };

    /// <summary>A field that is not offered: its default asks for nothing and is taken, all else is refused by name.</summary>
    public static PartitionParameter Refused<T>(string name, FieldType<T> type, T byDefault, string because) =>
        new((parameters, values) => IsSame(type.Parse(values), byDefault)
            ? parameters
            : throw RequestRejectedException.BadRequest($"{name} \"{string.Join(", ", values)}\" is not offered: {because}. Leave it out."))
        {
            Name = name,
            Type = type.Name,
            Default = Shown(byDefault),
            IsOffered = false,
            Meaning = because,
        };

    /// <summary>The parameters with what was sent under this name.</summary>
    /// <exception cref="FieldException">It is not of the field's type.</exception>
    /// <exception cref="RequestRejectedException">It asks for what is not offered (400).</exception>
    public PartitionParameters Read(PartitionParameters parameters, IReadOnlyList<string> values) => read(parameters, values);

    private static bool IsSame<T>(T value, T byDefault) => (value, byDefault) is (IReadOnlyList<string> one, IReadOnlyList<string> other)
        ? one.SequenceEqual(other)
        : EqualityComparer<T>.Default.Equals(value, byDefault);

    private static string Shown<T>(T value) => value switch
    {
        null or IReadOnlyList<string> { Count: 0 } => "",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
