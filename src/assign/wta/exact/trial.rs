//! trial
use super::bound::*; use super::generate::*; use super::columns::*; use super::incumbent::*; use super::tree::*;
use crate::assign::wta::Instance;
pub fn trial(instance: &Instance) {
    let t = std::time::Instant::now();
    let mut best = Incumbent::greedy(instance);
    let mut price = vec![0.0; n_resources(instance)];
    for (j, b) in best.bundles(instance).iter().enumerate() { for e in b { let s=instance.row(j)[e.0 as usize]; let g = left_of(instance,j,b)*(1.0-s)/s; let p=&mut price[e.0 as usize]; if *p==0.0 || g<*p {*p=g;} } }
    println!("greedy {} {:?}", best.value, t.elapsed());
    let mut m = Master::new(instance, price);
    for (j, b) in best.bundles(instance).iter().enumerate() { m.columns.add(instance, j, b); }
    let b = Branch::root(instance);
    let mut k=0;
    generate(instance,&b,&mut m,best.value,&mut ||{k+=1; false});
    best.offer(instance, rounded(instance,&m.columns,&m.solution));
    let frac = m.solution.iter().filter(|s|s.1>1e-9&&s.1<1.0-1e-9).count();
    println!("bound {} cols {} calls {k} frac {frac} rounded {} {:?}", m.bound, m.columns.len(), best.value, t.elapsed());
    if best.value - m.bound < 1e-9*best.value { return; }
    let mut nodes=0;
    let r = Tree::new(instance,&b,&m.columns,best.value).search(&mut best, m.bound, &mut |_,_|{nodes+=1; nodes>300});
    println!("restricted: value {} {r} nodes {nodes} {:?}", best.value, t.elapsed());
    let mut pr=Pricer::default(); let p=pr.price(instance,&b,&m.prices); let sp=shot_prices(instance,&m.prices);
    let gap=best.value-p.bound;
    let mut pool=Columns::default();
    for j in 0..instance.n_targets() { for bu in pr.all(instance,&b,j,&sp,p.least[j]+gap,200000).unwrap() { pool.add(instance,j,&bu); } }
    println!("pool {} gap {gap} {:?}", pool.len(), t.elapsed());
    let mut nodes=0;
    let r = Tree::new(instance,&b,&pool,best.value).search(&mut best, m.bound, &mut |v,l|{nodes+=1; if nodes%200==0 {println!("   {nodes} {v} {l} {:?}",t.elapsed())} false});
    println!("final: value {} {r} nodes {nodes} {:?}", best.value, t.elapsed());
}
