namespace PipAi.LocalCloud.Fly.State;

/// <summary>What the API tells of a secret; the value is kept apart.</summary>
/// <param name="Digest">Keyed hash of the value.</param>
/// <param name="CreatedAt">When it was first set.</param>
/// <param name="UpdatedAt">When it was last set.</param>
internal sealed record AppSecret(string Digest, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
