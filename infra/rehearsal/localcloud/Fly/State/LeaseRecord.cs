namespace PipAi.LocalCloud.Fly.State;

/// <summary>Exclusive right to change a machine for a while.</summary>
/// <param name="Nonce">What the holder shows.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="Owner">Who holds it.</param>
/// <param name="Description">Why.</param>
internal sealed record LeaseRecord(string Nonce, DateTimeOffset ExpiresAt, string Owner, string Description);
