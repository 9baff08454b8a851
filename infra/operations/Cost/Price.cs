namespace PipAi.Operations.Cost;

/// <summary>What a vendor asks for one unit.</summary>
/// <param name="Id">Name in the price book.</param>
/// <param name="Usd">US dollars.</param>
/// <param name="Unit">For what.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="Date">When it was last read there.</param>
/// <param name="Unverified">Whether it comes from hearsay: the vendor's own page was not seen.</param>
internal sealed record Price(string Id, decimal Usd, string Unit, string Source, DateOnly Date, bool Unverified);
