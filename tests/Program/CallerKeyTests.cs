using PipAi.Infra.Policies;

namespace PipAi.Program.Tests;

/// <summary>
/// The parsing service takes documents from those who have its key, through TLS from outside, and its key is renewed without a gap.
/// </summary>
public sealed class CallerKeyTests
{
    [Fact]
    public async Task Workers_use_a_key_that_every_parser_knows_already()
    {
        var declaration = await Declarations.Production;
        var told = declaration.OfType("fly:index:Secret").Single(
            secret => secret.Parent == "workers" && secret["name"] is "UNSTRUCTURED_API_KEY");
        var parsers = Parsers(declaration).Select(machine => $"Machine {machine.Name}").Order().ToArray();
        Assert.Equal(4, parsers.Length);
        Assert.Equal(parsers, told.DependsOn.Order());
        Assert.Contains(DeclarationRecorder.SecretMark, (string)told["value"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "parsing-keys-odd")]
    [InlineData(2, "parsing-keys-even")]
    [InlineData(3, "parsing-keys-odd")]
    [InlineData(4, "parsing-keys-even")]
    public async Task A_rotation_renews_the_key_that_nobody_uses_and_turns_to_it(int rotation, string used)
    {
        var before = await Declarations.ReadAsync(StackFiles.Settings("prod", ("parsingKeyRotation", $"{rotation}")));
        var after = await Declarations.ReadAsync(StackFiles.Settings("prod", ("parsingKeyRotation", $"{rotation + 1}")));
        Assert.Contains(used, Used(before), StringComparison.Ordinal);
        Assert.DoesNotContain(used, Used(after), StringComparison.Ordinal);
        // The key in use outlives the rotation, and the one that follows is new.
        Assert.Equal(Keepers(before)[used], Keepers(after)[used]);
        var renewed = Assert.Single(Keepers(after), key => key.Key != used);
        Assert.NotEqual(Keepers(before)[renewed.Key], renewed.Value);
    }

    [Fact]
    public async Task Nothing_answers_over_plain_HTTP_from_outside()
    {
        var declaration = await Declarations.Production;
        var ports = declaration.OfType("fly:index:Machine")
            .SelectMany(machine => machine.List("config.services"), (machine, service) => (machine, service))
            .SelectMany(
                pair => PolicyResource.List(pair.service["ports"]), (pair, port) => (App: (string)pair.machine["app"]!, Port: port))
                    .ToArray();
        var plain = ports.Where(pair => !((IEnumerable<object>)pair.Port["handlers"]).Contains("tls")).ToArray();
        Assert.All(
            plain.Where(pair => Convert.ToInt32(pair.Port["port"], null) == 80), pair => Assert.Equal(true, pair.Port["forceHttps"]));

        // Flycast has no TLS. Of public addresses only the shared one keeps such a port inside.
        var inside = plain.Where(pair => Convert.ToInt32(pair.Port["port"], null) != 80).Select(pair => pair.App).Distinct().ToArray();
        Assert.Equal(
            ["shared_v4", "private_v6"],
            declaration.OfType("fly:index:Ip").Where(ip => ip["app"] as string == Assert.Single(inside)).Select(ip => ip["type"]));
    }

    private static string Used(Declaration declaration) =>
        (string)declaration.OfType("fly:index:Secret").Single(
            secret => secret.Parent == "workers" && secret["name"] is "UNSTRUCTURED_API_KEY")["value"]!;

    private static Dictionary<string, object?> Keepers(Declaration declaration) => declaration.OfType("fly:index:Secret")
        .Where(secret => secret.Parent == "parsing-keys").ToDictionary(secret => secret.Name, secret => secret["keepers.renewals"]);

    private static IEnumerable<PolicyResource> Parsers(Declaration declaration) =>
        declaration.OfType("fly:index:Machine").Where(machine => machine.Name.StartsWith("parsing-", StringComparison.Ordinal));
}
