namespace PipAi.LocalCloud.Fly.Api;

/// <summary>A region of Fly.</summary>
/// <param name="Code">Three letters.</param>
/// <param name="Name">Place.</param>
/// <param name="GeoRegion">Part of the world.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
internal sealed record Region(string Code, string Name, string GeoRegion, double Latitude, double Longitude);
