using PipAi.Providers.TemporalCloud.Api;
using PipAi.Providers.TemporalCloud.ApiKeys;
using Temporalio.Api.Cloud.Identity.V1;
using CloudKey = Temporalio.Api.Cloud.Identity.V1.ApiKey;

namespace PipAi.TemporalCloud.Tests;

/// <summary>Which keys of an owner are left by earlier tries of the same resource, and may be deleted.</summary>
public sealed class LostKeyTests
{
    [Theory]
    [InlineData("workers", "Workers on Fly", "mine", true)]
    [InlineData("workers", "", "mine", true)]
    [InlineData("other", "Workers on Fly", "mine", false)]
    [InlineData("workers", "Workers on Fly", "another's", false)]
    // What a person made has no mark.
    [InlineData("workers", "Workers on Fly", null, false)]
    public void A_lost_key_has_the_name_and_the_mark_of_its_resource(string name, string description, string? mark, bool isLost)
    {
        var lost = new LostKeys("urn", "owner", "workers", OwnershipTag.Of("mine"));
        var described = mark is null ? description : OwnershipTag.Describe(description, OwnershipTag.Of(mark));
        Assert.Equal(isLost, lost.Fits(new CloudKey { Spec = new ApiKeySpec { DisplayName = name, Description = described } }));
    }
}
