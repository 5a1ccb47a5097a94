//! trial
use super::bound::*; use super::generate::*; use super::columns::*;
use crate::assign::wta::Instance;
pub fn trial(instance: &Instance) {
    let t = std::time::Instant::now();
    // greedy
    let n = instance.n_targets();
    let mut left = instance.value.clone(); let mut sup = instance.supply.clone();
    let mut sol: Vec<Vec<(u32,u32)>> = vec![vec![]; n];
    let mut price = vec![0.0; n_resources(instance)];
    loop {
        let mut best=(0.0,0,0);
        for j in 0..n { for i in 0..instance.n_types() { if sup[i]>0 { let g = left[j]*(1.0-instance.row(j)[i]); if g>best.0 {best=(g,j,i);} } } }
        if best.0<=0.0 {break;}
        let (g,j,i)=best; left[j]*=instance.row(j)[i]; sup[i]-=1; price[i]=g;
        match sol[j].iter_mut().find(|e|e.0==i as u32){Some(e)=>e.1+=1,None=>sol[j].push((i as u32,1))}
    }
    let ub: f64 = left.iter().sum();
    println!("greedy {ub} {:?}", t.elapsed());
    let mut m = Master::new(instance, price);
    for j in 0..n { sol[j].sort(); m.columns.add(instance, j, &sol[j]); }
    let b = Branch::root(instance);
    let mut k=0;
    generate(instance,&b,&mut m,ub,&mut ||{k+=1; if k%20==0 {}; false});
    let frac = m.solution.iter().filter(|s|s.1>1e-9&&s.1<1.0-1e-9).count();
    println!("bound {} cols {} calls {k} frac {frac} {:?}", m.bound, m.columns.len(), t.elapsed());
}
