using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Pulumi;

namespace PipAi.Infra.Identity;

/// <summary>An IAM policy as data: tests read it, and it becomes text only on its way to AWS.</summary>
internal sealed record PolicyDocument(ImmutableArray<PolicyStatement> Statements)
{
    /// <summary>The policy as AWS takes it.</summary>
    public Output<string> ToJson() =>
        Output.All(Statements.SelectMany(statement => statement.Names)).Apply(names => Write(new Queue<string>(names)));

    // The names arrive in the order in which the statements hold them.
    private string Write(Queue<string> names)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("Version", "2012-10-17");
            json.WriteStartArray("Statement");
            foreach (var statement in Statements) statement.Write(json, names);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
