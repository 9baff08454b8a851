using System.Security.Cryptography;
using System.Text.Json;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Vercel.State;

/// <summary>Projects, in memory and on disk, one file each.</summary>
internal sealed class ProjectStore
{
    private readonly Lock gate = new();
    private readonly string folder;
    private readonly TimeProvider time;
    private readonly Dictionary<string, VercelProject> projects;
    private long last;

    /// <summary>Brings back what the folder holds.</summary>
    public ProjectStore(string folder, TimeProvider time)
    {
        (this.folder, this.time) = (folder, time);
        projects = Directory.EnumerateFiles(folder, "prj_*.json")
            .Select(file => JsonSerializer.Deserialize<VercelProject>(File.ReadAllBytes(file))!).ToDictionary(project => project.Id);
    }

    /// <summary>All projects by name.</summary>
    public IReadOnlyList<VercelProject> All
    {
        get { lock (gate) return [.. projects.Values.OrderBy(project => project.Name, StringComparer.Ordinal)]; }
    }

    /// <summary>A team's projects by name.</summary>
    public IEnumerable<VercelProject> Of(string team) => All.Where(project => project.Team == team);

    /// <summary>An id in Vercel's style.</summary>
    public static string NewId(string prefix, int length) =>
        prefix + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", length);

    /// <summary>The time in Unix milliseconds, never the same twice: pages of lists begin and end at times.</summary>
    public long Now()
    {
        lock (gate) return last = Math.Max(last + 1, time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    /// <summary>A team's project by id or name.</summary>
    /// <exception cref="VercelProblem">404: the team has none, whatever other teams have.</exception>
    public VercelProject Find(string team, string idOrName) =>
        Of(team).FirstOrDefault(project => project.Id == idOrName || project.Name == idOrName) ?? throw VercelProblem.NoProject(idOrName);

    /// <summary>Adds a project, under a host name that no project of any team has.</summary>
    /// <exception cref="VercelProblem">409: the name is taken.</exception>
    public VercelProject Add(VercelProject project)
    {
        lock (gate)
        {
            RequireFreeName(project);
            return Put(project with { Domains = [ProjectDomain.New(HostNames.Free(project.Name, All), project.Id, project.CreatedAt)] });
        }
    }

    /// <summary>Changes a project; an exception of the change leaves it as it was.</summary>
    /// <exception cref="VercelProblem">404: there is none; 409: its new name is taken.</exception>
    public VercelProject Change(string team, string idOrName, Func<VercelProject, VercelProject> change)
    {
        lock (gate)
        {
            var changed = change(Find(team, idOrName));
            RequireFreeName(changed);
            return Put(changed);
        }
    }

    /// <summary>Removes a project with all it holds.</summary>
    /// <exception cref="VercelProblem">404: there is none.</exception>
    public void Remove(string team, string idOrName)
    {
        lock (gate)
        {
            var project = Find(team, idOrName);
            projects.Remove(project.Id);
            File.Delete(FileOf(project));
        }
    }

    private void RequireFreeName(VercelProject project)
    {
        if (projects.Values.Any(other => other.Team == project.Team && other.Name == project.Name && other.Id != project.Id))
            throw new VercelProblem(409, "conflict", $"Project \"{project.Name}\" already exists, please use a new name.");
    }

    private VercelProject Put(VercelProject project)
    {
        AtomicFile.Write(FileOf(project), JsonSerializer.SerializeToUtf8Bytes(project));
        return projects[project.Id] = project;
    }

    private string FileOf(VercelProject project) => Path.Combine(folder, project.Id + ".json");
}
