using PipAi.Providers.TemporalCloud.Api;
using Temporalio.Api.Cloud.Identity.V1;

namespace PipAi.Providers.TemporalCloud.ApiKeys;

/// <summary>Keys that earlier tries of one resource made, whose tokens went with the answers.</summary>
/// <param name="Urn">The resource.</param>
/// <param name="OwnerId">Whose keys they are.</param>
/// <param name="DisplayName">Their name.</param>
/// <param name="Mark">The mark in their description.</param>
internal sealed record LostKeys(string Urn, string OwnerId, string DisplayName, string Mark)
{
    /// <summary>Whether a key of the owner is one: name and mark must fit, since a description is easily copied.</summary>
    public bool Fits(ApiKey key) => key.Spec.DisplayName == DisplayName && OwnershipTag.IsIn(key.Spec.Description, Mark);
}
