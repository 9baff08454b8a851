using System.Net.Http.Headers;

namespace PipAi.Providers.Fly.Api;

/// <summary>Chooses the scheme that a token needs: macaroons go as <c>FlyV1</c>, everything else as <c>Bearer</c>.</summary>
internal static class FlyAuthorization
{
    private static readonly string[] MacaroonPrefixes = ["fm1r_", "fm1a_", "fm2_"];

    /// <summary>The header for a token as people paste it: with or without its scheme, several macaroons joined by commas.</summary>
    public static AuthenticationHeaderValue Header(string token)
    {
        var bare = Bare(token);
        var macaroon = bare.Split(',').Any(
            part => MacaroonPrefixes.Any(prefix => part.Trim().StartsWith(prefix, StringComparison.Ordinal)));
        return new AuthenticationHeaderValue(macaroon ? "FlyV1" : "Bearer", bare);
    }

    /// <summary>The token without a scheme: what the registry takes as a password.</summary>
    public static string Bare(string token)
    {
        var text = token.Trim();
        foreach (var scheme in (string[])["FlyV1 ", "Bearer "])
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) text = text[scheme.Length..].Trim();
        return text;
    }
}
