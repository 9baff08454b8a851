using System.Collections.Immutable;
using System.Text.Json;

namespace PipAi.Operations.Cost;

/// <summary>What the vendors ask, each price with its source and date: the file <c>prices.json</c> beside this one.</summary>
internal sealed record PriceBook
{
    /// <summary>After so many days a book must be looked through again.</summary>
    public const int MostDays = 90;

    /// <summary>The book that this build brings.</summary>
    public static PriceBook Current { get; } = Load();

    /// <summary>When the book was last looked through as a whole.</summary>
    public required DateOnly Compiled { get; init; }

    /// <summary>The prices by their names.</summary>
    public required ImmutableSortedDictionary<string, Price> Prices { get; init; }

    /// <summary>Fly region to the factor on the prices of its machines.</summary>
    public required ImmutableSortedDictionary<string, decimal> FlyRegions { get; init; }

    /// <summary>US dollars for one unit.</summary>
    public decimal this[string id] => Prices[id].Usd;

    /// <summary>How many days ago the book was looked through.</summary>
    public int Age(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime).DayNumber - Compiled.DayNumber;

    private static PriceBook Load()
    {
        using var stream = typeof(PriceBook).Assembly.GetManifestResourceStream("prices.json")!;
        using var book = JsonDocument.Parse(stream);
        var prices = book.RootElement.GetProperty("prices").EnumerateObject().Select(entry => new Price(
            entry.Name,
            entry.Value.GetProperty("usd").GetDecimal(),
            entry.Value.GetProperty("unit").GetString()!,
            entry.Value.GetProperty("source").GetString()!,
            Date(entry.Value.GetProperty("date")),
            entry.Value.TryGetProperty("unverified", out var unverified) && unverified.GetBoolean()));
        return new PriceBook
        {
            Compiled = Date(book.RootElement.GetProperty("compiled")),
            Prices = prices.ToImmutableSortedDictionary(price => price.Id, price => price, StringComparer.Ordinal),
            FlyRegions = book.RootElement.GetProperty("flyRegions").GetProperty("factors").EnumerateObject()
                .ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value.GetDecimal(), StringComparer.Ordinal),
        };
    }

    private static DateOnly Date(JsonElement text) =>
        DateOnly.ParseExact(text.GetString()!, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
