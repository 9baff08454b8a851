namespace PipAi.LocalCloud.Temporal.Filters;

/// <summary>Whether something with these values is meant; neither yes nor no where it has none to compare.</summary>
internal delegate bool? AttributeFilter(AttributeValues valuesOf);
