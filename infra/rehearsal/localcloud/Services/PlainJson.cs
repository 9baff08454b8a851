using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PipAi.LocalCloud.Services;

/// <summary>Writes JSON answers as the vendors do: quotes and letters of other scripts as they are.</summary>
internal static class PlainJson
{
    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a JSON body; the status is already set.</summary>
    public static Task WriteAsync(HttpResponse response, JsonNode body)
    {
        response.ContentType = "application/json; charset=utf-8";
        return response.WriteAsync(body.ToJsonString(Format));
    }
}
