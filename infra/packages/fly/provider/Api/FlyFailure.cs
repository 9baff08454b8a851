namespace PipAi.Providers.Fly.Api;

/// <summary>What a failed call means, told apart where the status code alone does not.</summary>
internal enum FlyFailure
{
    /// <summary>The request is wrong.</summary>
    Invalid,

    /// <summary>The token is missing, wrong or expired.</summary>
    Unauthenticated,

    /// <summary>The token may not do this.</summary>
    Forbidden,

    /// <summary>The organisation may not have more of it; waiting does not help.</summary>
    Quota,

    /// <summary>There is no room now, in this region or on this host.</summary>
    Capacity,

    /// <summary>It does not exist.</summary>
    NotFound,

    /// <summary>The name belongs to something else.</summary>
    NameTaken,

    /// <summary>Somebody else holds the machine's lease.</summary>
    LeaseHeld,

    /// <summary>It was changed in the meantime.</summary>
    Stale,

    /// <summary>A wait ended without the state being reached, or the outcome of a change is unknown.</summary>
    TimedOut,

    /// <summary>Too many requests.</summary>
    RateLimited,

    /// <summary>Fly failed; the outcome of a change is unknown.</summary>
    Server,

    /// <summary>No answer; the outcome of a change is unknown.</summary>
    Unreachable,
}
