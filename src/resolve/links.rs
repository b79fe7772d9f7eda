//! What every destination means: lists of what can be linked to, and the look-up with its messages.
//!
//! A look-up reads the destination, the folder it is seen from and the table of targets, and nothing else: results are
//! remembered by these (`pipeline/texts.rs`), so a page that appears, moves or goes is noticed by all that points at it.

mod suggest;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::address::{self, Address, PathAddress, Scheme};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Place};
use crate::markdown::{Kind, Node, NodeId, Raw, Target};
use crate::memo::{Fingerprint, KeyHasher};
use crate::model::{Id, Link, LinkTo, Prose, Subject};
use crate::text;

/// What stands behind a source path below the content folder.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    /// A page.
    Page(Subject),
    /// A draft that is not shown.
    Draft,
    /// A file whose own mistakes are told: links to it are not told as well.
    Broken,
    /// A file that is included but never published (its name begins with `_`).
    Part,
    /// A page that only redirects to another site.
    Elsewhere(Arc<str>),
    /// A file that is copied, to this output path.
    File(Arc<str>, Option<(u32, u32)>),
}

/// Everything that can be linked to. Made anew for each prepare.
#[derive(Debug, Default, Hash)]
pub struct Targets {
    /// By source path below the content folder: `guide/hiring.md`, `guide` for a folder, `roles/po.toml`.
    pub sources: BTreeMap<Arc<str>, Entry>,
    /// The case-folded source paths.
    pub folded: BTreeMap<String, Arc<str>>,
    /// By decoded URL path: pages, redirects (to their target's subject) and files of the output.
    pub routes: BTreeMap<Arc<str>, Entry>,
    /// Roles, by id and old id.
    pub roles: BTreeMap<Id, Entry>,
    /// Decisions, by id and old id.
    pub decisions: BTreeMap<Id, Entry>,
    /// Terms by id, and what shows them: the glossary entry or a role.
    pub terms: BTreeMap<Id, (Subject, Option<Arc<str>>)>,
    /// Activities with rights, by id: the anchor of the row.
    pub rights: BTreeMap<Id, Arc<str>>,
    /// Areas of rights.
    pub areas: BTreeSet<Arc<str>>,
    /// Comparison pages, by their roles in canonical order.
    pub comparisons: BTreeMap<Vec<Id>, ()>,
    /// Where a role stands in canonical order.
    pub role_rank: BTreeMap<Id, usize>,
    /// Of all of it, once it is complete.
    print: Option<Fingerprint>,
}

impl Targets {
    /// Nothing is added any more. `files` stands for the numbers of files, which messages about links name.
    pub fn seal(&mut self, files: Fingerprint) {
        let mut all = KeyHasher::default();
        all.print(files);
        all.value(self);
        self.print = Some(all.finish());
    }

    /// Of all that a look-up reads.
    ///
    /// Before `seal` there is none, and nothing may be remembered by it.
    pub fn print(&self) -> Fingerprint {
        self.print.unwrap_or(Fingerprint([0; 32]))
    }

    /// Adds a source path.
    pub fn add_source(&mut self, path: &str, entry: Entry) {
        let path: Arc<str> = Arc::from(path);
        self.folded
            .entry(text::collision_key(&path))
            .or_insert_with(|| Arc::clone(&path));
        self.sources.insert(path, entry);
    }
}

/// Looks every destination of `prose` up; `folder` is the folder of its file below the content folder, `file_of` finds the
/// file of an included text by its path there.
pub fn resolve(
    prose: &mut Prose,
    folder: &str,
    targets: &Targets,
    file_of: &dyn Fn(&str) -> Option<FileId>,
    diagnostics: &mut Diagnostics,
) {
    let document = prose.document.clone();
    let mut links = Vec::new();
    for (node, slot, target) in destinations(&document.nodes) {
        let dest = document.str(target.dest);
        let origin = document.get(node).map_or(0, |n| n.origin);
        let included = document
            .origins
            .get(usize::from(origin))
            .filter(|_| origin > 0);
        let folder = included.map_or(folder, |path| path.rfind('/').map_or("", |at| &path[..at]));
        let to = match look_up(dest, folder, targets) {
            Ok(to) => to,
            Err(fault) => {
                if let Some(fault) = fault {
                    let there = included.and_then(|path| file_of(path));
                    diagnostics.push(match there {
                        Some(file) => fault
                            .at(Place::new(file, target.dest_span))
                            .label(Place::whole(prose.file), "included by this page"),
                        None => fault.at(prose.place(target.dest_span)),
                    });
                }
                LinkTo::Broken
            }
        };
        links.push(Link { node, slot, to });
    }
    prose.links = links;
}

/// Every destination in reading order, with its node and slot.
pub fn destinations(nodes: &[Node]) -> impl Iterator<Item = (NodeId, u16, &Target)> {
    nodes.iter().enumerate().flat_map(|(i, node)| {
        let id = NodeId(u32::try_from(i).unwrap_or(u32::MAX));
        let list: Vec<(NodeId, u16, &Target)> = match &node.kind {
            Kind::Link(t) | Kind::Image(t) => vec![(id, 0, t)],
            Kind::Raw(Raw::Reference(t)) => vec![(id, 0, t)],
            Kind::Component(component) => component
                .targets
                .iter()
                .enumerate()
                .map(|(n, t)| (id, u16::try_from(n).unwrap_or(u16::MAX), t))
                .collect(),
            Kind::Raw(Raw::Start(tag)) => tag
                .links
                .iter()
                .enumerate()
                .map(|(n, (_, t))| (id, u16::try_from(n).unwrap_or(u16::MAX), t))
                .collect(),
            _ => Vec::new(),
        };
        list
    })
}

/// A destination that leads nowhere: what to say, without the place.
#[derive(Debug)]
pub struct Fault {
    code: &'static Code,
    message: String,
    help: Option<String>,
}

impl Fault {
    fn new(code: &'static Code, message: String, help: Option<String>) -> Option<Self> {
        Some(Self {
            code,
            message,
            help,
        })
    }

    /// The message at a place.
    pub fn at(self, place: Place) -> Diagnostic {
        Diagnostic::new(self.code, place, self.message).help_if(self.help)
    }
}

/// What one destination means, seen from a folder. `Err(None)`: nowhere, but that has been told elsewhere.
pub fn look_up(dest: &str, folder: &str, targets: &Targets) -> Result<LinkTo, Option<Fault>> {
    match address::read(dest) {
        Address::External => Ok(LinkTo::External(Arc::from(dest.trim()))),
        Address::Forbidden(scheme) => Err(Fault::new(
            Code::LINK_SCHEME,
            format!("links of the scheme `{scheme}:` are not published"),
            Some(format!(
                "use one of {}",
                text::list_of(address::ALLOWED, "or")
            )),
        )),
        Address::Named {
            scheme,
            name,
            anchor,
        } => named(scheme, &name, &anchor, targets),
        Address::Path(path) => by_path(dest, &path, folder, targets),
    }
}

fn named(
    scheme: Scheme,
    name: &str,
    anchor: &str,
    targets: &Targets,
) -> Result<LinkTo, Option<Fault>> {
    match scheme {
        Scheme::Role => entry(targets.roles.get(name), anchor, || {
            unknown("role", name, targets.roles.keys())
        }),
        Scheme::Decision => entry(targets.decisions.get(name), anchor, || {
            unknown("decision", name, targets.decisions.keys())
        }),
        Scheme::Term => match targets.terms.get(name) {
            Some((subject, at)) => Ok(LinkTo::Subject {
                subject: subject.clone(),
                anchor: at.clone(),
            }),
            None => Err(unknown("term", name, targets.terms.keys())),
        },
        Scheme::Right => match targets.rights.get(name) {
            Some(at) => Ok(LinkTo::Subject {
                subject: Subject::Rights,
                anchor: Some(Arc::clone(at)),
            }),
            None => Err(unknown("activity", name, targets.rights.keys())),
        },
        Scheme::Area if targets.areas.contains(name) => Ok(LinkTo::Subject {
            subject: Subject::Rights,
            anchor: None,
        }),
        Scheme::Area => Err(Fault::new(
            Code::LINK_BROKEN,
            format!("no decision right is in the area `{name}`"),
            text::did_you_mean(name, targets.areas.iter().map(|a| &**a)),
        )),
        Scheme::Compare => compare(name, anchor, targets),
    }
}

/// `a-vs-b` in any order.
fn compare(name: &str, anchor: &str, targets: &Targets) -> Result<LinkTo, Option<Fault>> {
    let mut roles: Vec<Id> = name.split("-vs-").map(Id::from).collect();
    if let Some(bad) = roles.iter().find(|r| !targets.roles.contains_key(*r)) {
        return Err(unknown("role", bad, targets.roles.keys()));
    }
    roles.sort_by_key(|r| targets.role_rank.get(r).copied().unwrap_or(usize::MAX));
    if targets.comparisons.contains_key(&roles) {
        let subject = Subject::Comparison(roles.into());
        return Ok(LinkTo::Subject {
            subject,
            anchor: some(anchor),
        });
    }
    let help = format!(
        "add `comparisons/{}.toml`, or let `[comparisons] pairs` in `site.toml` take more",
        text::slug(name)
    );
    Err(Fault::new(
        Code::LINK_BROKEN,
        format!("these roles have no comparison page: `{name}`"),
        Some(help),
    ))
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a Id>) -> Option<Fault> {
    let help = text::did_you_mean(name, known.map(|k| &**k));
    Fault::new(
        Code::LINK_BROKEN,
        format!("no {what} has the id `{name}`"),
        help,
    )
}

fn some(anchor: &str) -> Option<Arc<str>> {
    (!anchor.is_empty()).then(|| Arc::from(anchor))
}

/// What an entry means for a link; `none` makes the fault if there is no entry.
fn entry(
    found: Option<&Entry>,
    anchor: &str,
    none: impl FnOnce() -> Option<Fault>,
) -> Result<LinkTo, Option<Fault>> {
    match found {
        Some(Entry::Page(subject)) => Ok(LinkTo::Subject { subject: subject.clone(), anchor: some(anchor) }),
        Some(Entry::File(path, pixels)) => {
            let suffix = if anchor.is_empty() { String::new() } else { format!("#{}", text::percent_encode(anchor)) };
            Ok(LinkTo::File { path: Arc::clone(path), suffix: suffix.into(), pixels: *pixels })
        }
        Some(Entry::Elsewhere(url)) => Ok(LinkTo::External(Arc::clone(url))),
        Some(Entry::Broken) => Err(None),
        Some(Entry::Draft) => Err(Fault::new(
            Code::LINK_DRAFT,
            "the link leads to a draft, which is not published".to_owned(),
            Some("publish the draft, or take the link out; `--drafts` shows both".to_owned()),
        )),
        Some(Entry::Part) => Err(Fault::new(
            Code::LINK_BROKEN,
            "the link leads to a part that is only included".to_owned(),
            Some("link to a page that includes it; a file whose name begins with `_` is never a page".to_owned()),
        )),
        None => Err(none()),
    }
}

fn by_path(
    dest: &str,
    address: &PathAddress,
    folder: &str,
    targets: &Targets,
) -> Result<LinkTo, Option<Fault>> {
    if address.undecodable {
        let help = "write the name in UTF-8, or encode it so".to_owned();
        return Err(Fault::new(
            Code::LINK_BROKEN,
            format!("`{dest}` does not decode to UTF-8"),
            Some(help),
        ));
    }
    if address.path.is_empty() && !address.rooted && address.query.is_empty() {
        return Ok(LinkTo::Here(Arc::from(&*address.anchor)));
    }
    let folder = if address.rooted { "" } else { folder };
    let Some(path) = address::join(folder, &address.path) else {
        return Err(Fault::new(
            Code::LINK_BROKEN,
            format!("`{dest}` leads out of the content folder"),
            None,
        ));
    };
    let found = by_source(&path, targets).or_else(|| {
        if address.rooted {
            by_route(&path, targets)
        } else {
            None
        }
    });
    let to = entry(found, &address.anchor, || {
        suggest::nothing_at(dest, &path, address, folder, targets)
    })?;
    Ok(with_query(to, &address.query))
}

fn with_query(to: LinkTo, query: &str) -> LinkTo {
    match to {
        LinkTo::File {
            path,
            suffix,
            pixels,
        } if !query.is_empty() => LinkTo::File {
            path,
            suffix: format!("{query}{suffix}").into(),
            pixels,
        },
        other => other,
    }
}

/// By the file's path, with the endings that people leave out: `x` for `x.md`, `x/` for its folder or page.
fn by_source<'a>(path: &str, targets: &'a Targets) -> Option<&'a Entry> {
    let bare = path.trim_end_matches('/');
    let get = |p: &str| targets.sources.get(p);
    let exact = get(bare).filter(|_| !path.ends_with('/') || bare.ends_with(".md"));
    exact
        .or_else(|| get(&format!("{bare}.md")))
        .or_else(|| get(bare))
}

/// By the URL of a page or file of the output.
fn by_route<'a>(path: &str, targets: &'a Targets) -> Option<&'a Entry> {
    let get = |p: &str| targets.routes.get(p);
    let page = path.strip_suffix("index.html").unwrap_or(path);
    get(&format!("/{path}"))
        .or_else(|| get(&format!("/{page}")))
        .or_else(|| get(&format!("/{path}/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets() -> Targets {
        let mut t = Targets::default();
        let page = |p: &str| Entry::Page(Subject::Article(Arc::from(p)));
        for p in ["guide/hiring.md", "guide/First week.md", "other.md"] {
            t.add_source(p, page(p));
        }
        t.add_source("guide", page("guide/_index.md"));
        t.add_source("guide/plan.md", Entry::Draft);
        t.add_source(
            "img/a.png",
            Entry::File(Arc::from("img/a.png"), Some((10, 20))),
        );
        t.routes.insert(Arc::from("/moved/"), page("other.md"));
        t.roles
            .insert(Id::from("po"), Entry::Page(Subject::Role(Id::from("po"))));
        t.roles
            .insert(Id::from("pm"), Entry::Page(Subject::Role(Id::from("pm"))));
        t.role_rank = [(Id::from("pm"), 0), (Id::from("po"), 1)].into();
        t.comparisons
            .insert(vec![Id::from("pm"), Id::from("po")], ());
        t
    }

    fn to(dest: &str, folder: &str) -> Result<String, String> {
        match look_up(dest, folder, &targets()) {
            Ok(LinkTo::Subject {
                subject: Subject::Article(p),
                anchor,
            }) => Ok(format!("{p}#{}", anchor.unwrap_or_default())),
            Ok(other) => Ok(format!("{other:?}")),
            Err(Some(f)) => Err(format!(
                "{}: {} / {}",
                f.code.name,
                f.message,
                f.help.unwrap_or_default()
            )),
            Err(None) => Err(String::new()),
        }
    }

    #[test]
    fn every_form_of_a_link_finds_its_page() {
        for dest in [
            "hiring.md",
            "./hiring.md#",
            "hiring",
            "hiring/",
            "/guide/hiring.md",
            "@/guide/hiring.md",
            "../guide/hiring",
            "hiring.md/",
            "/guide/hiring/",
        ] {
            assert_eq!(to(dest, "guide"), Ok("guide/hiring.md#".into()), "{dest}");
        }
        assert_eq!(
            to("First%20week.md#%C3%BC", "guide"),
            Ok("guide/First week.md#ü".into())
        );
        assert_eq!(to("guide/", ""), Ok("guide/_index.md#".into()));
        assert_eq!(to("/moved", "guide"), Ok("other.md#".into()));
        assert!(
            to("compare:po-vs-pm", "")
                .unwrap()
                .contains("Comparison([\"pm\", \"po\"])")
        );
    }

    #[test]
    fn a_wrong_link_says_what_was_meant() {
        let fault = |dest: &str, folder: &str| to(dest, folder).unwrap_err();
        let mut far = targets();
        for p in ["a/deep/records.md", "guide/slack/records.md"] {
            far.add_source(p, Entry::Page(Subject::Article(Arc::from(p))));
        }
        let near = look_up("records/", "guide", &far).unwrap_err().unwrap();
        assert_eq!(
            near.help.as_deref(),
            Some("did you mean `slack/records.md`?")
        );
        assert!(fault("hirring.md", "guide").ends_with("did you mean `hiring.md`?"));
        assert!(fault("../guide/Hiring.md", "guide").contains("letter case"));
        assert!(fault("../hiring.md", "guide").contains("page's URL"));
        assert!(fault("plan.md", "guide").starts_with("link-draft"));
        assert!(fault("../../x", "guide").contains("leads out"));
        assert!(fault("JavaScript:x", "").starts_with("link-scheme"));
        assert!(fault("role:pq", "").contains("did you mean `p"));
        assert!(fault("other.md", "guide").contains("did you mean `../other.md`?"));
    }
}
