using System.Text.Json.Nodes;
using PipAi.Fly.Tests.Support;

namespace PipAi.Fly.Tests.Resources;

/// <summary>Certificates of custom domains.</summary>
public sealed class CertTests
{
    private const string Cert = "fly:index:Cert";
    private static readonly PropertyMap Inputs = Props.Of(("app", "demo"), ("hostname", "*.example.com"));

    [Fact]
    public async Task It_is_requested_once_and_tells_the_DNS_records_it_needs()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var requested = false;
        fly.On(
            "GET /apps/demo/certificates/*.example.com",
            _ => requested ? ScriptedAnswer.Ok(Shape("pending_validation")) : ScriptedAnswer.Error(404, "no certificate"));
        fly.On("POST /apps/demo/certificates/acme", _ =>
        {
            requested = true;
            return new ScriptedAnswer(201, Shape("pending_validation"));
        });
        using var run = fly.Run();
        var stored = await run.CreateAsync(Cert, "cert", Inputs);
        Assert.Equal("demo/*.example.com", stored.Id);
        stored.Outputs["dnsRequirements"].TryGetMap(out var dns);
        Assert.Equal(Props.Value("_acme-challenge.example.com"), dns!["acmeChallengeName"]);
        await run.CreateAsync(Cert, "cert", Inputs);
        Assert.Equal(1, fly.Count("POST /apps/demo/certificates/acme"));
    }

    [Fact]
    public async Task Waiting_for_it_has_an_end_that_says_what_is_missing()
    {
        await using var fly = await ScriptedFly.StartAsync(hurry: 400);
        fly.On("GET /apps/demo/certificates/*.example.com", _ => ScriptedAnswer.Ok(Shape("pending_validation")));
        using var run = fly.Run();
        var failure = await Assert.ThrowsAsync<TimeoutException>(
            () => run.CreateAsync(Cert, "cert", Inputs.SetItem("waitForActive", Props.Value(true))));
        Assert.Contains("fly certs check *.example.com --app demo", failure.Message, StringComparison.Ordinal);
    }

    private static JsonObject Shape(string status) => new()
    {
        ["hostname"] = "*.example.com",
        ["status"] = status,
        ["configured"] = false,
        ["dns_requirements"] = new JsonObject
        {
            ["a"] = new JsonArray("1.2.3.4"),
            ["acme_challenge"] = new JsonObject { ["name"] = "_acme-challenge.example.com", ["target"] = "x.flydns.net" },
        },
    };
}
