using System.Net;
using PipAi.Testing;

namespace PipAi.EndToEnd.Tests.StockCli;

/// <summary>
/// The stock CLI with the official Vercel provider in front of the local Vercel: the whole life of a stack, with rotated keys, and a
/// refresh that finds no drift. In between, `pipai` goes on with the same stack and our own provider, and the other way round.
/// </summary>
[Collection(SourceCheckout.Collection)]
public sealed class OfficialVercelTests : IDisposable
{
    private const string Stack = "staging";
    private const string Plugin = "vercel/pulumi-resource-vercel";
    private readonly SourceCheckout checkout;
    private readonly Pipai pipai;

    public OfficialVercelTests(SourceCheckout checkout)
    {
        checkout.Restore();
        (this.checkout, pipai) = (checkout, new Pipai(checkout.Root));
    }

    [Fact]
    public async Task The_official_vercel_provider_takes_the_whole_program_and_goes_on_with_ours()
    {
        Pulumi.Require();
        Assert.SkipUnless(ReferenceTools.Find(Plugin) is not null, ReferenceTools.Missing(Plugin));
        try
        {
            Name(Path.GetDirectoryName(ReferenceTools.Find(Plugin))!);
            var pulumi = await Pulumi.OfAsync(pipai, Stack);
            await DoneAsync(pulumi, "stack", "init", Stack);
            // With its preview.
            await DoneAsync(pulumi, "up", "--yes");
            await DoneAsync(pulumi, "up", "--yes", "--skip-preview", "--expect-no-changes");
            await RotateAsync(pulumi);
            await DoneAsync(pulumi, "refresh", "--yes", "--expect-no-changes");
            await GoesOnAsync(pulumi);
            await DoneAsync(pulumi, "destroy", "--yes", "--skip-preview");
        }
        finally
        {
            await pipai.RunAsync("destroy", "--yes", "--stack", Stack);
        }
    }

    public void Dispose() => pipai.Dispose();

    // New keys: new values for the frontend's variables, and a deployment that has them. Until that serves, the old keys are good.
    private async Task RotateAsync(Pulumi pulumi)
    {
        var frontend = new Uri((await pipai.RunAsync("stack", "output", "frontendHealth", "--stack", Stack)).Ended(0).Output.Trim());
        Assert.Equal(HttpStatusCode.OK, await VisitAsync(frontend));
        await DoneAsync(pulumi, "config", "set", "pip-ai:temporalApiKeyExpiry", "2027-12-01T00:00:00Z");
        (await pipai.RunAsync(
            "cloud", "fault", "vercel", "--operation", "POST *deployments*", "--effect", "status:400", "--times", "1", "--stack",
            Stack)).Ended(0);
        Assert.NotEqual(0, (await pulumi.RunAsync("up", "--yes", "--skip-preview")).ExitCode);
        Assert.Equal(HttpStatusCode.OK, await VisitAsync(frontend));
        await DoneAsync(pulumi, "up", "--yes", "--skip-preview");
        Assert.Equal(HttpStatusCode.OK, await VisitAsync(frontend));
    }

    private async Task<HttpStatusCode> VisitAsync(Uri address)
    {
        var ports = (await pipai.RunAsync("status", "--json", "--stack", Stack)).Ended(0).Json.GetProperty("cloud").GetProperty("ports");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"http://127.0.0.1:{ports.GetProperty("proxy").GetInt32()}{address.AbsolutePath}");
        request.Headers.Host = address.Host;
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    // What one engine and provider made is unchanged under the other ones.
    private async Task GoesOnAsync(Pulumi pulumi)
    {
        (await pipai.RunAsync("up", "--yes", "--skip-verify", "--expect-no-changes", "--stack", Stack)).Ended(0);
        (await pipai.RunAsync("config", "set", "frontendFramework", "astro", "--stack", Stack)).Ended(0);
        (await pipai.RunAsync("up", "--yes", "--skip-verify", "--stack", Stack)).Ended(0);
        (await pipai.RunAsync("refresh", "--yes", "--stack", Stack)).Ended(0);
        await DoneAsync(pulumi, "preview", "--expect-no-changes");
    }

    // The official provider serves vercel. Program and plugins are the built ones: that the language host builds them is another test's.
    private void Name(string folder)
    {
        var file = Path.Combine(checkout.Root, "Pulumi.yaml");
        var text = File.ReadAllText(file);
        text = Replaced(text, "  name: dotnet\n", $"  name: dotnet\n  options:\n    binary: {SourceCheckout.Executable("PipAi.Infra")}\n");
        foreach (var plugin in (string[])["fly", "temporalcloud"])
            text = Replaced(
                text, $"path: infra/packages/{plugin}/provider\n",
                $"path: {Path.GetDirectoryName(SourceCheckout.Executable($"pulumi-resource-{plugin}"))}\n");
        File.WriteAllText(file, Replaced(text, "  providers:\n", $"  providers:\n    - name: vercel\n      path: {folder}\n"));
    }

    private static string Replaced(string text, string old, string now)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, now, StringComparison.Ordinal);
    }

    private static async Task DoneAsync(Pulumi pulumi, params string[] arguments) => (await pulumi.RunAsync(arguments)).Ended(0);
}
