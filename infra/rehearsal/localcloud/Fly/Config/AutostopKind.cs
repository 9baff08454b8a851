namespace PipAi.LocalCloud.Fly.Config;

/// <summary>What the proxy does with an idle machine.</summary>
internal enum AutostopKind
{
    /// <summary>Nothing (<c>off</c> or false).</summary>
    Off,

    /// <summary>Stops it (<c>stop</c> or true).</summary>
    Stop,

    /// <summary>Suspends it (<c>suspend</c>).</summary>
    Suspend,
}
