namespace PipAi.LocalCloud.Temporal.Authorization;

/// <summary>What a method of the workflow and operator services asks of the key that calls it.</summary>
internal enum MethodRight
{
    /// <summary>Nobody has said what it does: it is not offered.</summary>
    Unlisted,

    /// <summary>Any key that was issued; it is about no namespace.</summary>
    AnyKey,

    /// <summary>May read the namespaces that the request names.</summary>
    Read,

    /// <summary>May write in the namespaces that the request names.</summary>
    Write,

    /// <summary>Changes the account or the cluster, which no key does here: that is the Cloud Ops API's.</summary>
    Administration,
}
