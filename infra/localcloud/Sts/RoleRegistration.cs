using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.Hosting;

namespace PipAi.LocalCloud.Sts;

/// <summary>
/// Our own control call, in place of IAM: the local aws provider tells STS of each role. <c>PUT /roles/ARN</c> with the role as
/// JSON, <c>DELETE /roles/ARN</c>; basic authentication with the rehearsal's access key.
/// </summary>
internal sealed class RoleRegistration(RoleStore roles, CloudTokens tokens)
{
    /// <summary>The path that these calls begin with.</summary>
    public const string Path = "/roles/";

    private readonly string authorization =
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{tokens.AwsAccessKeyId}:{tokens.AwsSecretAccessKey}"));

    /// <summary>Carries a call out.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        var arn = Uri.UnescapeDataString(context.Request.Path.Value![Path.Length..]);
        context.Response.StatusCode = context.Request.Headers.Authorization.ToString() != authorization ? 401
            : HttpMethods.IsPut(context.Request.Method) ? await PutAsync(context, arn)
            : HttpMethods.IsDelete(context.Request.Method) ? Delete(arn)
            : 405;
    }

    private async Task<int> PutAsync(HttpContext context, string arn)
    {
        try
        {
            var role = await context.Request.ReadFromJsonAsync<Role>(context.RequestAborted);
            if (role?.Arn != arn) return 400;
            roles.Put(role);
            return 204;
        }
        catch (JsonException)
        {
            return 400;
        }
    }

    private int Delete(string arn)
    {
        roles.Remove(arn);
        return 204;
    }
}
