namespace PipAi.LocalCloud.Temporal.Authorization;

/// <summary>What the gatekeeper asks: whose a key is, and which namespaces there are.</summary>
internal interface ICredentialStore
{
    /// <summary>The owner of a key, or null if the key was never issued, was deleted, disabled, or is past its time.</summary>
    Principal? Identify(string key);

    /// <summary>The name by which the account knows a namespace that may be called by another id; other texts stay as they are.</summary>
    string NameOf(string namespaceOrId);

    /// <summary>Whether a namespace of this id serves calls.</summary>
    bool Serves(string namespaceId);

    /// <summary>The region (<c>aws-us-east-1</c>) in which a namespace is active, or null if there is no such namespace.</summary>
    string? ActiveRegion(string namespaceId);
}
