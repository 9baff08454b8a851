using System.Text.Json;
using PipAi.Operations.Platform;


namespace PipAi.Operations.Tests.Surplus;

public sealed class DeclaredResourceTests
{
    [Fact]
    public void The_state_names_what_was_declared_by_the_vendors_own_ids()
    {
        var export = JsonSerializer.SerializeToElement(new
        {
            version = 3,
            deployment = new
            {
                resources = new object[]
                {
                    new { urn = "urn:pulumi:prod::pip-ai::pulumi:pulumi:Stack::pip-ai-prod", type = "pulumi:pulumi:Stack" },
                    new { urn = "u1", type = DeclaredResource.Machine, id = "pip-ai-temporal-workers/148e", inputs = new { name = "a" } },
                    new { urn = "u2", type = DeclaredResource.ApiKey, id = "k1", delete = true },
                },
            },
        });

        Assert.Equal([("u1", "148e"), ("u2", "k1")], DeclaredResource.Parse(export).Select(resource => (resource.Urn, resource.Id)));
        Assert.Empty(DeclaredResource.Parse(JsonSerializer.SerializeToElement(new { version = 3 })));
    }
}
