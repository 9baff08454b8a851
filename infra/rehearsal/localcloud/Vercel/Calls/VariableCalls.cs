using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.LocalCloud.Vercel.Routing;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Calls;

/// <summary>Calls on environment variables.</summary>
internal sealed partial class VariableCalls(ProjectStore store)
{
    /// <summary>Serves them.</summary>
    public void Map(VercelRoutes routes)
    {
        routes.Map("filterProjectEnvs", List);
        routes.Map("getProjectEnv", call => Find(store.Find(call.Team, call.Part("project")), call).Show(decrypt: true));
        routes.Map("createProjectEnv", Add);
        routes.Map("editProjectEnv", Change);
        routes.Map("removeProjectEnv", Remove);
        routes.Map("pullEnv", call => Pull(call, branch: null));
        routes.Map("pullBranchEnv", call => Pull(call, call.Part("branch")));
    }

    /// <summary>Reads a new variable.</summary>
    /// <exception cref="VercelProblem">400: something is wrong with it.</exception>
    public static VercelVariable Read(JsonObject body, long now) => Validate(new VercelVariable
    {
        Id = ProjectStore.NewId("", 16),
        Key = VercelBody.Text(body, "key")!,
        Value = VercelBody.Text(body, "value")!,
        Type = VercelBody.Text(body, "type") ?? "encrypted",
        Targets = VercelBody.Texts(body, "target"),
        GitBranch = VercelBody.Text(body, "gitBranch"),
        Comment = VercelBody.Text(body, "comment"),
        Visibility = VercelBody.Text(body, "visibility"),
        CreatedAt = now,
        UpdatedAt = now,
    }, body);

    private static VercelVariable Validate(VercelVariable variable, JsonObject body)
    {
        if (!KeyPattern().IsMatch(variable.Key))
            throw new VercelProblem(400, "invalid_key", $"The environment variable name \"{variable.Key}\" contains invalid characters.");
        if (VercelBody.Texts(body, "customEnvironmentIds") is [var custom, ..])
            throw new VercelProblem(404, "not_found", $"The custom environment \"{custom}\" was not found.");
        if (variable.Targets.IsEmpty) throw VercelProblem.Invalid("missing required property `target`.");
        if (variable.Type == VercelVariable.Sensitive && variable.Targets.Contains("development"))
            throw new VercelProblem(400, "bad_request", "You cannot set a Sensitive Environment Variable's target to development.");
        if (variable.GitBranch is not null && !variable.Targets.Contains("preview"))
            throw new VercelProblem(400, "bad_request", "You cannot set a branch for an Environment Variable whose target is not preview.");
        return variable;
    }

    private JsonObject List(VercelCall call)
    {
        var decrypt = call.Flag("decrypt") == true;
        var found = store.Find(call.Team, call.Part("project")).Variables.AsEnumerable();
        if (call.Query("target") is { } target) found = found.Where(variable => variable.Targets.Contains(target));
        if (call.Query("gitBranch") is { } branch)
            found = found.Where(variable => variable.GitBranch is null || variable.GitBranch == branch);
        return Page.Of(call, "envs", found.Select(variable => (variable.CreatedAt, variable.Show(decrypt))), int.MaxValue);
    }

    private JsonObject Add(VercelCall call)
    {
        List<VercelVariable> created = [];
        var failed = new JsonArray();
        store.Change(call.Team, call.Part("project"), project =>
        {
            var variables = project.Variables.ToList();
            foreach (var body in call.Bodies)
            {
                try
                {
                    created.Add(Join(variables, Read(body, store.Now()), call.Flag("upsert") == true));
                }
                catch (VercelProblem problem) when (call.IsList)
                {
                    // Of a list, what can be made is made.
                    failed.Add(new JsonObject { ["error"] = problem.Error() });
                }
            }

            return project with { Variables = variables };
        });
        call.Http.Response.StatusCode = 201;
        var shown = created.ConvertAll(variable => variable.Show(decrypt: false));
        return new JsonObject { ["created"] = call.IsList ? new JsonArray([.. shown]) : shown[0], ["failed"] = failed };
    }

    // An upsert changes the variable that stands where the new one would.
    private static VercelVariable Join(List<VercelVariable> variables, VercelVariable added, bool upsert)
    {
        if (upsert && variables.Find(added.Collides) is { } old)
        {
            variables.Remove(old);
            added = added with { Id = old.Id, CreatedAt = old.CreatedAt };
        }

        RequireAlone(variables, added);
        variables.Add(added);
        return added;
    }

    private JsonObject Change(VercelCall call)
    {
        VercelVariable? changed = null;
        store.Change(call.Team, call.Part("project"), project =>
        {
            var (old, body) = (Find(project, call), call.Body);
            if (old.Type == VercelVariable.Sensitive && VercelBody.Text(body, "type") is { } type && type != old.Type)
                throw new VercelProblem(400, "bad_request", "You cannot change the type of a Sensitive Environment Variable.");
            changed = Validate(old with
            {
                Key = VercelBody.Text(body, "key") ?? old.Key,
                Value = VercelBody.Text(body, "value") ?? old.Value,
                Type = VercelBody.Text(body, "type") ?? old.Type,
                Targets = body["target"] is null ? old.Targets : VercelBody.Texts(body, "target"),
                GitBranch = body.ContainsKey("gitBranch") ? VercelBody.Text(body, "gitBranch") : old.GitBranch,
                Comment = VercelBody.Text(body, "comment") ?? old.Comment,
                Visibility = VercelBody.Text(body, "visibility") ?? old.Visibility,
                UpdatedAt = store.Now(),
            }, body);
            var rest = project.Variables.Where(variable => variable.Id != old.Id).ToList();
            RequireAlone(rest, changed);
            return project with { Variables = [.. rest, changed] };
        });
        return changed!.Show(decrypt: false);
    }

    private JsonObject Remove(VercelCall call)
    {
        VercelVariable? removed = null;
        store.Change(call.Team, call.Part("project"), project =>
        {
            removed = Find(project, call);
            return project with { Variables = [.. project.Variables.Where(variable => variable.Id != removed.Id)] };
        });
        return removed!.Show(decrypt: false);
    }

    // What a build sees; a sensitive value stays where it is. A variable of the branch wins over one of all branches.
    private JsonObject Pull(VercelCall call, string? branch)
    {
        var env = new JsonObject();
        foreach (var variable in store.Find(call.Team, call.Part("project")).Variables
            .Where(
                variable => variable.Targets.Contains(call.Part("target")) && (variable.GitBranch is null || variable.GitBranch == branch))
            .OrderBy(variable => variable.GitBranch is not null).ThenBy(variable => variable.Key, StringComparer.Ordinal))
            env[variable.Key] = variable.Type == VercelVariable.Sensitive ? "" : variable.Value;
        return new JsonObject { ["env"] = env, ["buildEnv"] = new JsonObject() };
    }

    private static VercelVariable Find(VercelProject project, VercelCall call) =>
        project.Variables.FirstOrDefault(variable => variable.Id == call.Part("variable"))
        ?? throw new VercelProblem(404, "env_not_found", "The environment variable was not found.");

    private static void RequireAlone(IReadOnlyList<VercelVariable> others, VercelVariable variable)
    {
        if (!others.Any(variable.Collides)) return;
        var targets = string.Join(",", variable.Targets);
        throw new VercelProblem(400, "ENV_CONFLICT",
            $"A variable with the name `{variable.Key}` already exists for the target {targets} on branch {variable.GitBranch
                ?? "undefined"}")
        {
            Details = new JsonObject
            {
                ["key"] = variable.Key,
                ["envVarKey"] = variable.Key,
                ["target"] = new JsonArray([.. variable.Targets.Select(target => JsonValue.Create(target))]),
                ["gitBranch"] = variable.GitBranch,
            },
        };
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex KeyPattern();
}
