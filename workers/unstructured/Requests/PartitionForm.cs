using System.Text;
using PipAi.Workers.Unstructured.Refusals;

namespace PipAi.Workers.Unstructured.Requests;

/// <summary>Reads the form of a partition request by the table <see cref="OfferedParameters"/>: nothing in it is passed over.</summary>
internal static class PartitionForm
{
    private static readonly Dictionary<string, PartitionParameter> ByName =
        OfferedParameters.All.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);

    /// <summary>The documents in the form.</summary>
    /// <exception cref="RequestRejectedException">There is none (422), or a file has another name (400).</exception>
    public static IReadOnlyList<IFormFile> Files(IFormCollection form)
    {
        if (form.Files.FirstOrDefault(file => Bare(file.Name) != "files") is { } stray)
            throw RequestRejectedException.BadRequest($"A file came as \"{stray.Name}\"; documents go into \"files\".");
        if (form.Files.Count > 0) return form.Files;
        throw RequestRejectedException.Invalid(
            [new() { Type = "missing", Location = ["body", "files"], Message = "Field required", Input = null }]);
    }

    /// <summary>What the form asks for.</summary>
    /// <exception cref="RequestRejectedException">A value is of the wrong type (422), or asks for what is not offered (400).</exception>
    public static PartitionParameters Read(IFormCollection form)
    {
        var parameters = new PartitionParameters();
        var problems = new List<FieldProblem>();
        foreach (var group in form.GroupBy(field => Bare(field.Key), StringComparer.Ordinal))
        {
            if (!ByName.TryGetValue(group.Key, out var parameter)) throw Unknown(group.Key);
            // An empty field says nothing, as in FastAPI.
            var values = group.SelectMany(field => field.Value).OfType<string>().Where(value => value.Length > 0).ToList();
            if (values.Count == 0) continue;
            try
            {
                parameters = parameter.Read(parameters, values);
            }
            catch (FieldException mistake)
            {
                problems.Add(mistake.Of(parameter.Name));
            }
        }

        return problems.Count == 0 ? parameters : throw RequestRejectedException.Invalid(problems);
    }

    /// <summary>The table as the README shows it.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("| parameter | values | default | |\n|---|---|---|---|\n");
        foreach (var parameter in OfferedParameters.All)
        {
            var byDefault = parameter.Default.Length > 0 ? $"`{parameter.Default}`" : "";
            var meaning = (parameter.IsOffered ? "" : "**refused**: ") + parameter.Meaning;
            text.AppendJoin(" | ", $"| `{parameter.Name}`", parameter.Type, byDefault, meaning).Append(" |\n");
        }

        return text.ToString();
    }

    // Some clients append brackets to the names of lists.
    private static string Bare(string name) => name.EndsWith("[]", StringComparison.Ordinal) ? name[..^2] : name;

    private static RequestRejectedException Unknown(string name)
    {
        var near = ByName.Keys.FirstOrDefault(known => Letters(known) == Letters(name));
        return RequestRejectedException.BadRequest($"Parameter \"{name}\" is not known.{(near is null ? "" : $" Did you mean {near}?")}");
    }

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetter)).ToLowerInvariant();
}
