namespace PipAi.LocalCloud.Fly.Config;

/// <summary>When a machine is restarted.</summary>
internal enum RestartWhen
{
    /// <summary>Never (<c>no</c>).</summary>
    Never,

    /// <summary>After an exit code other than 0 (<c>on-failure</c>, the default).</summary>
    OnFailure,

    /// <summary>After every exit (<c>always</c>).</summary>
    Always,
}
