namespace PipAi.Infra.Policies;

/// <summary>A rule that no stack may break.</summary>
/// <param name="Name">Its name in messages: words joined by hyphens.</param>
/// <param name="Breaches">Finds what breaks it.</param>
internal sealed record PolicyRule(string Name, Func<Declaration, IEnumerable<Breach>> Breaches);

/// <summary>What breaks a rule.</summary>
/// <param name="Resource">Name of the resource, or of the setting.</param>
/// <param name="Detail">What is wrong, and what would be right.</param>
internal sealed record Breach(string Resource, string Detail);
