using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Sts;

/// <summary>
/// Our own control calls, in place of IAM: the local aws provider tells STS of each role. <c>PUT</c> and <c>DELETE</c> of
/// <c>/roles/ARN</c> with the role as JSON, and of <c>/role-policies/ROLE/POLICY</c> with the policy; basic authentication with the
/// rehearsal's access key.
/// </summary>
internal sealed class RoleRegistration(RoleStore roles, CloudTokens tokens)
{
    private const string Roles = "/roles/";
    private const string Policies = "/role-policies/";

    private readonly string authorization =
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{tokens.AwsAccessKeyId}:{tokens.AwsSecretAccessKey}"));

    /// <summary>Whether a path is one of these calls.</summary>
    public static bool Serves(string path) =>
        path.StartsWith(Roles, StringComparison.Ordinal) || path.StartsWith(Policies, StringComparison.Ordinal);

    /// <summary>Carries a call out.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var isPut = HttpMethods.IsPut(context.Request.Method);
        try
        {
            context.Response.StatusCode = context.Request.Headers.Authorization.ToString() != authorization ? 401
                : !isPut && !HttpMethods.IsDelete(context.Request.Method) ? 405
                : path.StartsWith(
                    Roles, StringComparison.Ordinal) ? await RoleAsync(context, Uri.UnescapeDataString(path[Roles.Length..]), isPut)
                : path[Policies.Length..].Split('/') is [var role, var policy] ? await PolicyAsync(context, role, policy, isPut)
                : 404;
        }
        catch (JsonException)
        {
            context.Response.StatusCode = 400;
        }
    }

    private async Task<int> RoleAsync(HttpContext context, string arn, bool isPut)
    {
        if (!isPut)
        {
            roles.Remove(arn[(arn.LastIndexOf('/') + 1)..]);
            return 204;
        }

        var role = await context.Request.ReadFromJsonAsync<Role>(context.RequestAborted);
        if (role?.Arn != arn) return 400;
        roles.Put(role);
        return 204;
    }

    private async Task<int> PolicyAsync(HttpContext context, string role, string policy, bool isPut)
    {
        var document = isPut ? await context.Request.ReadFromJsonAsync<JsonObject>(context.RequestAborted) : null;
        var changed = roles.TryChange(role, known => known with
        {
            Policies = document is null ? known.Policies.Remove(policy) : known.Policies.SetItem(policy, document),
        });
        return changed || !isPut ? 204 : 404;
    }
}
