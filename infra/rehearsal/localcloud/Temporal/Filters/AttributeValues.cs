namespace PipAi.LocalCloud.Temporal.Filters;

/// <summary>The values that a run, or whatever else is searched, has of an attribute; none if it has none.</summary>
internal delegate IReadOnlyList<object> AttributeValues(SearchAttribute attribute);
