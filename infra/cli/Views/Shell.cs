namespace PipAi.Cli.Views;

/// <summary>A shell that can be told of variables.</summary>
internal enum Shell
{
    /// <summary>sh, bash, zsh and the like.</summary>
    Sh,

    /// <summary>fish.</summary>
    Fish,

    /// <summary>PowerShell.</summary>
    PowerShell,
}
