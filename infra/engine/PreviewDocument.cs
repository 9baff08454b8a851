using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;

namespace EmbeddedPulumi.Engine;

/// <summary>Writes the document of <c>pulumi preview --json</c>, without anything that varies from run to run.</summary>
internal static class PreviewDocument
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, IndentSize = 4, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(PreviewResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteStartArray("steps");
            foreach (var step in result.Plan.Steps) WriteStep(json, step);
            json.WriteEndArray();
            json.WriteStartArray("diagnostics");
            // Messages about different resources come in any order; those about one keep theirs.
            foreach (var diagnostic in result.Diagnostics.OrderBy(diagnostic => diagnostic.Urn ?? "", StringComparer.Ordinal)) WriteDiagnostic(json, diagnostic);
            json.WriteEndArray();
            WritePlugins(json, result.Plugins);
            json.WriteNumber("duration", 0);
            json.WriteStartObject("changeSummary");
            foreach (var (name, count) in result.ChangeSummary) json.WriteNumber(name, count);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WritePlugins(Utf8JsonWriter json, ImmutableArray<ForeignPlugin> plugins)
    {
        if (plugins.IsEmpty) return;
        json.WriteStartArray("plugins");
        foreach (var plugin in plugins)
        {
            json.WriteStartObject();
            json.WriteString("name", plugin.Name);
            json.WriteString("version", plugin.Version);
            json.WriteString("path", plugin.Path);
            json.WriteString("origin", plugin.OriginName);
            json.WriteBoolean("mayReachBeyondThisMachine", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStep(Utf8JsonWriter json, Step step)
    {
        json.WriteStartObject();
        json.WriteString("op", step.Op.Name());
        json.WriteString("urn", step.Urn);
        if (step.Provider.Length > 0) json.WriteString("provider", step.Provider);
        if (step.Old is { } old) WriteState(json, "oldState", step, old);
        if (step.New is { } now) WriteState(json, "newState", step, now);
        WriteKeys(json, "diffReasons", step.Diffs);
        WriteKeys(json, "replaceReasons", step.ReplaceKeys);
        if (step.DetailedDiff.IsEmpty)
        {
            json.WriteNull("detailedDiff");
        }
        else
        {
            json.WriteStartObject("detailedDiff");
            foreach (var (path, change) in step.DetailedDiff)
            {
                json.WriteStartObject(path);
                json.WriteString("kind", Name(change.Kind));
                json.WriteBoolean("inputDiff", change.InputDiff);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, string key, Step step, StepResource resource)
    {
        json.WriteStartObject(key);
        json.WriteString("urn", step.Urn);
        json.WriteBoolean("custom", step.Custom);
        if (resource.Id.Length > 0) json.WriteString("id", resource.Id);
        json.WriteString("type", step.Type);
        WriteProperties(json, "inputs", resource.Inputs);
        WriteProperties(json, "outputs", resource.Outputs);
        if (step.Parent.Length > 0) json.WriteString("parent", step.Parent);
        if (resource.Protect) json.WriteBoolean("protect", true);
        if (resource.External) json.WriteBoolean("external", true);
        WriteKeys(json, "dependencies", resource.Dependencies);
        if (step.Provider.Length > 0) json.WriteString("provider", step.Provider);
        if (resource.RetainOnDelete) json.WriteBoolean("retainOnDelete", true);
        json.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter json, string key, JsonElement properties)
    {
        if (!properties.EnumerateObject().MoveNext()) return;
        json.WritePropertyName(key);
        properties.WriteTo(json);
    }

    private static void WriteKeys(Utf8JsonWriter json, string key, IEnumerable<string> values)
    {
        var any = false;
        foreach (var value in values)
        {
            if (!any) json.WriteStartArray(key);
            any = true;
            json.WriteStringValue(value);
        }

        if (any) json.WriteEndArray();
    }

    private static void WriteDiagnostic(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        json.WriteStartObject();
        if (diagnostic.Urn is { } urn) json.WriteString("urn", urn);
        json.WriteString("message", diagnostic.Message);
        json.WriteString("severity", diagnostic.Severity switch
        {
            DiagnosticSeverity.Debug => "debug",
            DiagnosticSeverity.Notice => "info",
            DiagnosticSeverity.Warning => "warning",
            DiagnosticSeverity.Error => "error",
        });
        json.WriteEndObject();
    }

    private static string Name(PropertyChangeKind kind) => kind switch
    {
        PropertyChangeKind.Add => "add",
        PropertyChangeKind.AddReplace => "add-replace",
        PropertyChangeKind.Delete => "delete",
        PropertyChangeKind.DeleteReplace => "delete-replace",
        PropertyChangeKind.Update => "update",
        PropertyChangeKind.UpdateReplace => "update-replace",
    };
}
