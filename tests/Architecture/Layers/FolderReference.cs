namespace PipAi.Architecture.Tests.Layers;

/// <summary>One place where a folder's source names what another folder of its project declares.</summary>
/// <param name="From">The folder that needs, relative to the project; <c>.</c> is the project's root.</param>
/// <param name="To">The folder that is needed.</param>
/// <param name="Place">Where: file, line and the name that stands there.</param>
internal sealed record FolderReference(string From, string To, string Place);
