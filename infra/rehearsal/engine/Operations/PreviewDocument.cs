using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Operations;

/// <summary>Writes the document of <c>pulumi preview --json</c>, without anything that varies from run to run.</summary>
internal static class PreviewDocument
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        IndentSize = 4,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(PreviewResult result, bool showSames)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteStartObject("config");
            foreach (var (name, value) in result.Config) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteStartArray("steps");
            foreach (var step in result.Plan.Steps.Where(step => IsShown(step, showSames))) WriteStep(json, step);
            json.WriteEndArray();
            json.WriteStartArray("diagnostics");
            // Messages about different resources come in any order; those about one keep theirs.
            foreach (var diagnostic in result.Diagnostics.OrderBy(diagnostic => diagnostic.Urn ?? "", StringComparer.Ordinal))
                WriteDiagnostic(json, diagnostic);
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

    /// <summary>As Pulumi chooses: what changes, be it only in being protected; a replacement is one step.</summary>
    private static bool IsShown(Step step, bool showSames) => step.Op is StepOp.Same
        ? showSames || step.Type == TypeTokens.Stack || step.Old?.Protect != step.New?.Protect
        : !step.IsPartOfReplacement;

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
        WriteState(json, "oldState", step.Old);
        WriteState(json, "newState", step.New);
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

    private static void WriteState(Utf8JsonWriter json, string key, MaskedResource? resource)
    {
        if (resource is null) return;
        json.WritePropertyName(key);
        ResourceFormat.Write(json, resource.State, StateSecrets.Shown);
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
